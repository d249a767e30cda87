import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crivet, type Ended, type RunOptions, tempFolder } from '../cli/crivet.ts'
import { foreignRuntime } from '../cli/foreign.ts'
import { installedContainerds } from '../runtimes/installed.ts'
import { contents, install, pack, snapshot } from './packed.ts'

const MOST_BYTES = 15 * 1024 * 1024
// Some of each kind; what is right about one is right about the others.
const SMALL = [
  'version.*',
  'pod.stop.not-ready',
  'pod.stop.twice',
  'container.stop.*',
  'image.pull.by-*',
].flatMap((glob) => ['--scenario', glob])

const dir = mkdtempSync(join(tmpdir(), 'crivet-package-'))
let tarball = ''
let elsewhere = ''

beforeAll(() => {
  tarball = pack(dir)
  elsewhere = install(tarball, dir)
}, 300_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('holds what a run takes, for every architecture, and nothing of the tests', () => {
  const files = contents(tarball)
  expect(files).toEqual(
    expect.arrayContaining([
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'reports/verdict.schema.json',
      'proto/runtime/v1/api.proto',
      'spec/requirements.yaml',
      'dist/catalogue.json',
      'dist/src/cli/main.js',
      'dist/src/index.d.ts',
      'dist/suites/version/answer.scenario.js',
      ...['amd64', 'arm64', 'ppc64le', 's390x'].map(
        (arch) => `fixtures/workload/bin/linux-${arch}/workload`,
      ),
    ]),
  )
  expect(files.filter((file) => /^(test|scripts)\/|\.tsbuildinfo$|\.tgz$/.test(file))).toEqual([])
  expect(statSync(tarball).size).toBeLessThan(MOST_BYTES)
})

test('every command answers from the installed package', async () => {
  const { version } = JSON.parse(
    readFileSync(join(elsewhere, 'node_modules/crivet/package.json'), 'utf8'),
  )
  expect(await installed(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
  const here = await crivet(['list', '--json'])
  expect((await installed(['list', '--json'])).stdout).toBe(here.stdout)
  expect((await installed(['images', 'export', join(tempFolder(), 'out'), 'workload'])).code).toBe(
    0,
  )
  expect((await installed(['bogus'])).code).toBe(2)
})

describe.each(installedContainerds())('on $name', ({ binary }) => {
  test('the same comes of it as from the checkout, and nothing is written into the package', async () => {
    const { runtime, others } = await foreignRuntime(binary)
    // Settings of the folder crivet is called from are no affair of its own.
    for (const name of [
      'vitest.config.ts',
      'vite.config.ts',
      'vitest.workspace.ts',
      'tsconfig.json',
    ]) {
      writeFileSync(join(elsewhere, name), 'this is { no configuration')
    }
    const before = snapshot(elsewhere)
    const [fromPackage, fromCheckout] = [tempFolder(), tempFolder()]
    const there = await installed([runtime.endpoint, ...SMALL, '--output', fromPackage])
    expect(snapshot(elsewhere)).toEqual(before)
    const here = await crivet([runtime.endpoint, ...SMALL, '--output', fromCheckout])
    expect({ ...outcomes(fromPackage), code: there.code }).toEqual({
      ...outcomes(fromCheckout),
      code: here.code,
    })
    expect(Object.values(outcomes(fromPackage))).toContain('pass')
    expect(Object.values(outcomes(fromPackage))).not.toContain('error')
    expect(await others()).toEqual([])
  })
})

function installed(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return crivet(args, { ...options, cwd: elsewhere, main: ['npx', '--no-install', 'crivet'] })
}

function outcomes(output: string): Readonly<Record<string, string>> {
  const { scenarios } = JSON.parse(readFileSync(join(output, 'verdict.json'), 'utf8')) as {
    readonly scenarios: readonly { readonly id: string; readonly outcome: string }[]
  }
  return Object.fromEntries(scenarios.map(({ id, outcome }) => [id, outcome]))
}
