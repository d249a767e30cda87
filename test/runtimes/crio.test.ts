import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/cri/client.ts'
import { probeTarget } from '../../src/runner/probe-target.ts'
import { launchCrio } from '../../src/runtimes/crio/launch.ts'
import { parseCrioVersion } from '../../src/runtimes/crio/version.ts'
import { diffCensus, mentions, takeCensus } from '../../src/runtimes/host-census.ts'
import type { LaunchOptions } from '../../src/runtimes/launched-runtime.ts'
import { findRuns } from '../../src/runtimes/state-dir.ts'
import { installedCrios } from './installed.ts'
import { launchOptions } from './launching.ts'

const LAUNCH_MS = 3_000
const crios = installedCrios()

test.runIf(crios.length === 0)('CRI-O is not tested', ({ skip }) => {
  skip('there is no crio on PATH nor in $CRIVET_RUNTIMES/crio-VERSION/bin')
})

test('reads the version a CRI-O prints, of a release or of a branch', () => {
  const release = 'crio version 1.36.2\n   GitCommit:      unknown\n'
  expect(parseCrioVersion(release)).toEqual({ version: '1.36.2', major: 1, minor: 36 })
  expect(parseCrioVersion('crio version 1.37.0-dev\n')).toMatchObject({ version: '1.37.0-dev' })
  expect(parseCrioVersion('crictl version v1.36.0')).toBeUndefined()
})

describe.each(crios)('$name', ({ binary }) => {
  test('launches fast, ready, and names what it runs with', async () => {
    const started = performance.now()
    const { runtime, stateDir } = await launch({ binary })
    expect(performance.now() - started).toBeLessThan(LAUNCH_MS)
    expect(runtime).toMatchObject({
      kind: 'crio',
      endpoint: `unix://${stateDir}/crio.sock`,
      version: expect.stringMatching(/^1\.\d+\.\d+/),
    })
    const { defaultHandler } = await probeTarget(runtime.endpoint, undefined, 1)
    expect(defaultHandler).toBe('runc')
    const { cri } = connected(runtime.endpoint)
    expect(await cri.version({})).toMatchObject({
      runtime_name: 'cri-o',
      runtime_version: runtime.version,
    })
    const { status, runtime_handlers } = await cri.status({})
    const offered = new Set(runtime_handlers.map((it) => it.name).filter(Boolean))
    expect(offered).toEqual(new Set(runtime.handlers.map((it) => it.name)))
    expect(status?.conditions).toMatchObject([
      { type: 'RuntimeReady', status: true },
      { type: 'NetworkReady', status: true },
    ])
    expect(findRuns().find((run) => run.stateDir === stateDir)).toMatchObject({
      launched: { kind: 'crio', endpoint: runtime.endpoint, daemon: { pid: runtime.pid } },
    })
  })

  test('writes to no place of the host: every path in /run and /var is another', async () => {
    const { runtime, stateDir } = await launch({ binary })
    const config = /Current CRI-O configuration:(.*)/.exec(readFileSync(runtime.logFile, 'utf8'))
    const paths = [...(config?.[1] ?? '').matchAll(/\\n\s*(\w+) = \\"(\/(?:var|run)\/.*?)\\"/g)]
    expect(paths.map(([, key, path]) => `${key} ${path}`)).toEqual([])
    expect(config?.[1]).toContain(`root = \\"${stateDir}/root\\"`)
  })

  test('comes back on the same socket after a restart and after a kill', async () => {
    const { runtime } = await launch({ binary })
    const first = runtime.pid
    await runtime.restart()
    expect(runtime.pid).not.toBe(first)
    await runtime.kill()
    expect(runtime.running()).toBe(false)
    await runtime.restart()
    expect(runtime.running()).toBe(true)
  })

  test('leaves nothing behind, and stopping twice is no error', async () => {
    const before = await takeCensus()
    const { runtime, runId, stateDir } = await launch({ binary })
    expect(await runtime.stop()).toEqual([])
    const after = diffCensus(before, await takeCensus()).added
    expect(after.filter((it) => mentions(it, [runId, runtime.cni.bridge]))).toEqual([])
    expect(existsSync(stateDir)).toBe(false)
    expect(await runtime.stop()).toEqual([])
  })
})

test('without a CRI-O says where it looked and what to install', async () => {
  const options = await launchOptions({ searchPath: '/nowhere' })
  await expect(launchCrio(options)).rejects.toMatchObject({
    code: 'CRIVET_LAUNCH',
    message: 'no crio in /nowhere',
    hint: expect.stringContaining('cri-o conmon runc containernetworking-plugins'),
  })
  expect(existsSync(options.stateDir)).toBe(false)
})

test('without pinns or conmon says which is missing, and leaves nothing', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'crivet-test-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const binary = join(dir, 'crio')
  const script = '#!/bin/sh\necho crio version 1.36.0\n'
  await writeFile(binary, script, { mode: 0o755 })
  await writeFile(join(dir, 'conmon'), script, { mode: 0o755 })
  const options = await launchOptions({ binary, searchPath: dir })
  await expect(launchCrio(options)).rejects.toMatchObject({
    code: 'CRIVET_LAUNCH',
    message: expect.stringContaining('pinns is neither beside crio nor in'),
  })
  expect(existsSync(options.stateDir)).toBe(false)
})

async function launch(more: Partial<LaunchOptions>) {
  const options = await launchOptions(more)
  return { ...options, runtime: await launchCrio(options) }
}

function connected(endpoint: string) {
  const connection = connect({ endpoint })
  onTestFinished(() => connection.close())
  return connection
}
