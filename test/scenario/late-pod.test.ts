import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { findCgroups, isRunCgroup, removeRunCgroups } from '../../src/runtimes/cgroups.ts'
import { createScope } from '../../src/scenario/create-scope.ts'
import { runPod } from '../../src/scenario/handles/pod.ts'
import { withinScope } from '../../src/scenario/scope.ts'
import { installedRuntimes } from '../runtimes/installed.ts'
import { launchedHarness } from './launched-harness.ts'

// From the first look at the request to a pod that is nearly there.
const CUT_AFTER_MS = [5, 40, 80, 120, 160, 200, 300, 500]
const SETTLED_MS = 3_000

describe.each(installedRuntimes())('$name', ({ kind, binary }) => {
  test('a pod whose RunPodSandbox was cut is gone after the cleanup, and does not come later', {
    timeout: 120_000,
  }, async () => {
    const harness = await launchedHarness(kind, binary)
    const cutAfter = async (ms: number) => {
      const scope = createScope(harness, `cut-${ms}`, AbortSignal.timeout(ms))
      await withinScope(scope, () => runPod(scope)).catch(() => undefined)
      return scope.cleanUp()
    }
    const left = await Promise.all(CUT_AFTER_MS.map(cutAfter))
    expect(left.flat()).toEqual([])
    // A runc that is killed while it creates leaves its cgroup; nothing comes once that is gone.
    await removeRunCgroups(harness.target.runId)
    await delay(SETTLED_MS)
    const { items } = await harness.connection.cri.listPodSandbox({})
    expect(items).toEqual([])
    expect(findCgroups((name) => isRunCgroup(name, harness.target.runId))).toEqual([])
    await harness.close()
  })
})
