import type { ScenarioResult } from '../../reports/run-report.ts'
import { isKnown, isKnownDebris } from '../../reports/summary.ts'

/** What fails a gate at any level, and does not show in the one result that a scenario comes to. */
export interface HiddenFindings {
  /** Listed as a known failure, and passed. */
  readonly passed: readonly string[]
  /** Debris that nobody lists. */
  readonly debris: readonly string[]
}

/** One of a scenario's results, and where it is from. */
export interface PlacedResult {
  /** A report, a round. */
  readonly place: string
  readonly result: ScenarioResult
}

/** What the results of a scenario hold that the one that counts does not tell. */
export function hiddenFindings(
  counted: Pick<ScenarioResult, 'outcome' | 'known'>,
  all: readonly PlacedResult[],
): HiddenFindings {
  const others = all.filter(
    ({ result }) => result.outcome !== counted.outcome || isKnown(result) !== isKnown(counted),
  )
  return {
    passed: others
      .filter(({ result }) => result.outcome === 'unexpected-pass')
      .map(({ place, result }) => `${result.id} (${place})`),
    debris: others
      .filter(({ result }) => result.outcome === 'unclean' && !isKnownDebris(result))
      .map(({ place, result }) => `${place}: ${result.id} ${result.message}`),
  }
}
