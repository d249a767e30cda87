import { expect, onTestFinished } from 'vitest'
import { PLAIN_TARGET, prepareTarget } from '../../src/runner/prepare.ts'
import type { LaunchKind } from '../../src/runtimes/launched-runtime.ts'
import { createHarness, type Harness } from '../../src/scenario/harness.ts'

/** A harness on a runtime of its own, which is gone when the test ends. */
export async function launchedHarness(kind: LaunchKind, binary: string): Promise<Harness> {
  const { target, dispose } = await prepareTarget(
    { ...PLAIN_TARGET, launch: kind, launchBinary: binary },
    () => undefined,
    new AbortController().signal,
  )
  onTestFinished(async () => expect(await dispose()).toEqual([]))
  return createHarness(target)
}
