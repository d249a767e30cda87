import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { trustRegistry } from '../../src/runtimes/registry-trust.ts'
import { createStateDir, findRuns } from '../../src/runtimes/state-dir.ts'
import { tearDownRun } from '../../src/runtimes/teardown.ts'
import { newRunId } from './launching.ts'

const HOST = '127.0.0.1:41234'

test('lays the certificate there and takes every folder away that it made', async () => {
  const root = await folder()
  const certificates = join(root, 'containers', 'certs.d')
  const trust = await trustRegistry({
    ...(await run()),
    hosts: [HOST, '127.0.0.2:41234'],
    certificates,
  })
  for (const file of trust.files) expect(await readFile(file, 'utf8')).toBe('a certificate')
  expect(trust.files).toEqual([
    expect.stringMatching(/\/containers\/certs\.d\/127\.0\.0\.1:41234\/crivet-.*\.crt$/),
    expect.stringMatching(/\/containers\/certs\.d\/127\.0\.0\.2:41234\/crivet-.*\.crt$/),
  ])
  expect(trust.remove()).toEqual([])
  expect(existsSync(join(root, 'containers'))).toBe(false)
  expect(existsSync(root)).toBe(true)
  expect(trust.remove()).toEqual([])
})

test('leaves what others keep there', async () => {
  const certificates = await folder()
  await mkdir(join(certificates, HOST))
  await writeFile(join(certificates, HOST, 'ca.crt'), "somebody's")
  const trust = await trustRegistry({ ...(await run()), hosts: [HOST], certificates })
  expect(trust.remove()).toEqual([])
  expect(await readFile(join(certificates, HOST, 'ca.crt'), 'utf8')).toBe("somebody's")
})

test('of two runs the last one takes the shared folder away', async () => {
  const root = await folder()
  const certificates = join(root, 'certs.d')
  const [a, b] = [await run(), await run()]
  const first = await trustRegistry({ ...a, hosts: ['127.0.0.1:1'], certificates })
  const second = await trustRegistry({ ...b, hosts: ['127.0.0.1:2'], certificates })
  expect(first.remove()).toEqual([])
  expect(second.files.map((file) => existsSync(file))).toEqual([true])
  expect(second.remove()).toEqual([])
  expect(existsSync(certificates)).toBe(false)
})

test('stands in the record of the run, so that the cleanup of a dead one finds it', async () => {
  const certificates = join(await folder(), 'certs.d')
  const { stateDir, certificatePem } = await run()
  const { files } = await trustRegistry({ stateDir, hosts: [HOST], certificatePem, certificates })
  expect(findRuns().find((it) => it.stateDir === stateDir)?.trust?.files).toEqual(files)
  expect(await tearDownRun(stateDir)).toEqual([])
  expect(existsSync(certificates)).toBe(false)
})

test('says what to do where it may not write', async () => {
  const blocked = join(await folder(), 'a-file')
  await writeFile(blocked, '')
  const trusting = trustRegistry({ ...(await run()), hosts: [HOST], certificates: blocked })
  await expect(trusting).rejects.toMatchObject({
    code: 'CRIVET_REGISTRY',
    message: expect.stringContaining(blocked),
    hint: expect.stringContaining(`insecure = true for ${HOST}`),
  })
})

async function run() {
  const stateDir = await createStateDir(newRunId())
  onTestFinished(async () => expect(await tearDownRun(stateDir)).toEqual([]))
  return { stateDir, certificatePem: 'a certificate' }
}

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'crivet-test-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  return dir
}
