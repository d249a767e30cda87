import type { FoundRun } from './state-dir.ts'
import { tearDown } from './teardown.ts'

/** Removes all that a run left whose crivet is gone; gives what could not be removed, as `stop` does. */
export async function removeLeftovers(run: FoundRun): Promise<readonly string[]> {
  if (run.alive) return [`run ${run.runId} is still going on (process ${run.owner.pid})`]
  return tearDown(run)
}

/** Throws where something could not be removed, for a step of a cleanup. */
export function allGone(left: readonly string[]): void {
  if (left.length > 0) throw new Error(`still there: ${left.join(', ')}`)
}
