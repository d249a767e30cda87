import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { launchContainerd } from '../../src/runtimes/containerd/launch.ts'
import { installedContainerds } from './installed.ts'
import { launchOptions } from './launching.ts'

const [containerd] = installedContainerds()

test('without a containerd says where it looked and what to install', async () => {
  const options = await launchOptions({ searchPath: '/nowhere' })
  await expect(launchContainerd(options)).rejects.toMatchObject({
    code: 'CRIVET_LAUNCH',
    message: 'no containerd in /nowhere',
    hint: expect.stringContaining('apt-get install containerd runc containernetworking-plugins'),
  })
  expect(existsSync(options.stateDir)).toBe(false)
})

test('without a shim says so', async () => {
  const dir = await folder()
  await symlink(containerd?.binary ?? '', join(dir, 'containerd'))
  await expect(launchContainerd(await launchOptions({ searchPath: dir }))).rejects.toMatchObject({
    code: 'CRIVET_LAUNCH',
    message: expect.stringContaining('containerd-shim-runc-v2 is neither beside containerd'),
  })
})

test('a binary that is not there is named', async () => {
  const options = await launchOptions({ binary: '/nowhere/containerd' })
  await expect(launchContainerd(options)).rejects.toMatchObject({
    code: 'CRIVET_LAUNCH',
    message: '/nowhere/containerd is not an executable file',
  })
})

test('a binary that is not containerd is refused with its own words', async () => {
  const options = await launchOptions({ binary: await script('echo "runc version 1"') })
  await expect(launchContainerd(options)).rejects.toMatchObject({
    code: 'CRIVET_LAUNCH',
    message: expect.stringContaining('runc version 1'),
  })
})

test('a daemon that ends at once is reported with its last lines', async () => {
  const binary = await script(
    'case "$1" in --version) echo "containerd x 1.7.0 abc" ;; *) echo "no such plugin" >&2; exit 3 ;; esac',
  )
  const options = await launchOptions({ binary })
  await expect(launchContainerd(options)).rejects.toMatchObject({
    code: 'CRIVET_LAUNCH',
    message: expect.stringMatching(/ended with code 3\n.*no such plugin/),
    hint: expect.stringContaining('--config'),
  })
  expect(existsSync(options.stateDir)).toBe(false)
})

test('a handler that was asked for and is not installed stops the launch', async () => {
  const options = await launchOptions({ handlers: ['nonesuch'] })
  await expect(launchContainerd(options)).rejects.toMatchObject({
    code: 'CRIVET_LAUNCH',
    message: 'handler nonesuch is not on the search path',
  })
})

test('an abort while launching takes everything down', async () => {
  const controller = new AbortController()
  const options = await launchOptions({ signal: controller.signal })
  controller.abort(new Error('interrupted'))
  await expect(launchContainerd(options)).rejects.toThrow('interrupted')
  expect(existsSync(options.stateDir)).toBe(false)
})

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'crivet-test-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  return dir
}

async function script(body: string): Promise<string> {
  const file = join(await folder(), 'containerd')
  await writeFile(file, `#!/bin/sh\n${body}\n`)
  await chmod(file, 0o755)
  return file
}
