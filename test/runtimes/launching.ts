import { randomBytes } from 'node:crypto'
import { expect, onTestFinished } from 'vitest'
import { launchContainerd } from '../../src/runtimes/containerd/launch.ts'
import type { LaunchedRuntime, LaunchOptions } from '../../src/runtimes/launched-runtime.ts'
import { createStateDir } from '../../src/runtimes/state-dir.ts'
import { tearDownRun } from '../../src/runtimes/teardown.ts'

/** A launched containerd and the run it belongs to. */
export interface Launch {
  readonly runId: string
  readonly stateDir: string
  readonly runtime: LaunchedRuntime
}

/** A run id no other test uses. */
export function newRunId(): string {
  return `test-${randomBytes(4).toString('hex')}`
}

/** Options of a run whose folder goes when the test ends, however it ends. */
export async function launchOptions(more: Partial<LaunchOptions> = {}): Promise<LaunchOptions> {
  const runId = newRunId()
  const stateDir = await createStateDir(runId)
  onTestFinished(async () => expect(await tearDownRun(stateDir)).toEqual([]))
  return {
    runId,
    stateDir,
    pauseImage: '127.0.0.1:1/pause:1',
    registry: { hosts: ['127.0.0.1:1'], certificatePem: '' },
    ...more,
  }
}

/** Launches a containerd that is gone when the test ends. */
export async function launch(more: Partial<LaunchOptions> = {}): Promise<Launch> {
  const options = await launchOptions(more)
  const runtime = await launchContainerd(options)
  return { runId: options.runId, stateDir: options.stateDir, runtime }
}
