import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { probeTarget } from '../../src/runner/probe-target.ts'
import { diffCensus, mentions, takeCensus } from '../../src/runtimes/host-census.ts'
import { findRuns } from '../../src/runtimes/state-dir.ts'
import { installedContainerds } from './installed.ts'
import { launch } from './launching.ts'

const LAUNCH_MS = 5_000
const TEST_MS = 30_000

describe.each(installedContainerds())('$name', { timeout: TEST_MS }, ({ binary }) => {
  test('launches in well under five seconds and names what it runs with', async () => {
    const started = performance.now()
    const { runtime, stateDir } = await launch({ binary })
    expect(performance.now() - started).toBeLessThan(LAUNCH_MS)
    expect(runtime).toMatchObject({
      kind: 'containerd',
      endpoint: `unix://${stateDir}/containerd.sock`,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    })
    expect(runtime.handlers[0]).toMatchObject({
      name: 'runc',
      version: expect.stringMatching(/^\d/),
    })
    const { defaultHandler } = await probeTarget(runtime.endpoint, undefined, 1)
    expect(defaultHandler).toBe('runc')
    expect(runtime.cni.bridge.length).toBeLessThanOrEqual(15)
    expect(runtime.running()).toBe(true)
    expect(findRuns().find((run) => run.stateDir === stateDir)).toMatchObject({
      alive: true,
      launched: { endpoint: runtime.endpoint, daemon: { pid: runtime.pid } },
    })
  })

  test('comes back on the same socket after a restart and after a kill', async () => {
    const { runtime, stateDir } = await launch({ binary })
    const first = runtime.pid
    await runtime.restart()
    expect(runtime.pid).not.toBe(first)
    await runtime.kill()
    expect(runtime.running()).toBe(false)
    await runtime.restart()
    expect(runtime.running()).toBe(true)
    const record = findRuns().find((run) => run.stateDir === stateDir)
    expect(record?.launched?.daemon?.pid).toBe(runtime.pid)
  })

  test('leaves nothing behind, and stopping twice is no error', async () => {
    const before = await takeCensus()
    const { runtime, runId, stateDir } = await launch({ binary })
    const marks = [runId, runtime.cni.bridge]
    const during = diffCensus(before, await takeCensus()).added
    expect(during.filter((it) => mentions(it, marks))).toContainEqual(
      expect.objectContaining({ kind: 'process', detail: expect.stringContaining(stateDir) }),
    )
    expect(await runtime.stop()).toEqual([])
    const after = diffCensus(before, await takeCensus()).added
    expect(after.filter((it) => mentions(it, marks))).toEqual([])
    expect(existsSync(stateDir)).toBe(false)
    expect(await runtime.stop()).toEqual([])
  })
})

test('two launches at once have nothing in common', { timeout: TEST_MS }, async () => {
  const [a, b] = await Promise.all([launch(), launch()])
  expect(a.runtime.endpoint).not.toBe(b.runtime.endpoint)
  expect(a.runtime.cni.bridge).not.toBe(b.runtime.cni.bridge)
  expect(a.runtime.cni.subnet).not.toBe(b.runtime.cni.subnet)
  expect(await a.runtime.stop()).toEqual([])
  expect(b.runtime.running()).toBe(true)
})
