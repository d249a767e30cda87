import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CATALOGUE } from '../../fixtures/images/catalogue.ts'
import { findExecutable, searchDirs } from '../../src/runtimes/executables.ts'
import { crivet, tempFolder } from './crivet.ts'

test('list shows each scenario in a line, and how many', async () => {
  const { code, stdout } = await crivet(['list', '--scenario', 'version.*'])
  expect(code).toBe(0)
  const lines = stdout.trimEnd().split('\n')
  expect(lines.at(-1)).toBe(`${lines.length - 1} scenarios`)
  expect(lines).toContainEqual(
    expect.stringMatching(/^version\.answer\.all-fields +must +core +version\.all-fields-set$/),
  )
  for (const line of lines.slice(0, -1)) expect(line).toMatch(/^version\./)
})

test('list --json holds all that is known, and every scenario has its place in a suite', async () => {
  const { code, stdout } = await crivet(['list', '--json'])
  expect(code).toBe(0)
  const rows = JSON.parse(stdout) as readonly Record<string, unknown>[]
  expect(rows.length).toBeGreaterThan(10)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  for (const row of rows) {
    expect(row).toMatchObject({
      id: expect.stringMatching(/^[a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9-]+$/),
      requirement: expect.any(String),
      level: expect.stringMatching(/^(must|should|may)$/),
      profile: expect.any(String),
      needs: expect.any(Array),
      rpcs: expect.any(Array),
      statement: expect.any(String),
      file: expect.stringMatching(/^suites\/.+\.scenario\.ts$/),
      line: expect.any(Number),
    })
  }
})

test('the filters of list narrow what is shown', async () => {
  const json = async (...args: string[]) =>
    JSON.parse((await crivet(['list', '--json', ...args])).stdout) as readonly {
      readonly id: string
      readonly level: string
      readonly rpcs: readonly string[]
    }[]
  const stops = await json('--rpc', 'StopPodSandbox', '--skip', '*.twice')
  expect(stops.length).toBeGreaterThan(0)
  for (const { id, rpcs } of stops) {
    expect(rpcs).toContain('StopPodSandbox')
    expect(id).not.toMatch(/\.twice$/)
  }
  expect(new Set((await json('--level', 'must')).map(({ level }) => level))).toEqual(
    new Set(['must']),
  )
})

test('images list names every test image', async () => {
  const { code, stdout } = await crivet(['images', 'list'])
  expect(code).toBe(0)
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual(Object.keys(CATALOGUE))
})

test('images export writes an OCI layout that others read', async () => {
  const folder = join(tempFolder(), 'new', 'layout')
  const { code, stdout } = await crivet(['images', 'export', folder, 'workload', 'index'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^workload sha256:[0-9a-f]{64}\nindex sha256:[0-9a-f]{64}\n$/)
  expect(readdirSync(folder).sort()).toEqual(['blobs', 'index.json', 'oci-layout'])
  const { manifests } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))
  expect(manifests).toHaveLength(2)
  const skopeo = findExecutable('skopeo', searchDirs())
  if (skopeo === undefined) throw new Error('no skopeo: run scripts/setup.sh test')
  const shown = execFileSync(skopeo, ['inspect', `oci:${folder}:workload`], { encoding: 'utf8' })
  expect(JSON.parse(shown)).toMatchObject({ Os: 'linux', Layers: expect.any(Array) })
})

test('images export tells what it cannot do, and leaves nothing half done', async () => {
  const folder = join(tempFolder(), 'layout')
  const unknown = await crivet(['images', 'export', folder, 'workload', 'bogus'])
  expect(unknown).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^crivet: no test image is named "bogus"\n {2}→ there are: workload, /,
    ),
  })
  expect(await crivet(['images', 'export', '/proc/crivet'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^crivet: images cannot be written to \/proc\/crivet: ENOENT.*\n {2}→ name a folder that can be written: crivet images export DIR\n$/,
    ),
  })
})
