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

/** All scenarios' results from several places, come to one each, and what those do not tell. */
export interface MergedResults extends HiddenFindings {
  readonly results: readonly ScenarioResult[]
}

/** Brings the results of each scenario, in the order of their places, to one. */
export function mergeById(
  places: readonly { readonly place: string; readonly results: readonly ScenarioResult[] }[],
  merge: (all: readonly PlacedResult[]) => ScenarioResult,
): MergedResults {
  const byId = new Map<string, PlacedResult[]>()
  for (const { place, results } of places) {
    for (const result of results) {
      byId.set(result.id, [...(byId.get(result.id) ?? []), { place, result }])
    }
  }
  const merged = [...byId.values()].map((all) => {
    const result = merge(all)
    return { result, hidden: hiddenFindings(result, all) }
  })
  return {
    results: merged.map(({ result }) => result),
    passed: merged.flatMap(({ hidden }) => hidden.passed),
    debris: merged.flatMap(({ hidden }) => hidden.debris),
  }
}

// What the results of a scenario hold that the one that counts does not tell.
function hiddenFindings(
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
