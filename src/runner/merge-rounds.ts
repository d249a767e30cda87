import type { Outcome, ScenarioResult } from '../../reports/run-report.ts'
import { isKnown, isKnownDebris } from '../../reports/summary.ts'
import { type HiddenFindings, hiddenFindings, type PlacedResult } from './hidden-findings.ts'

/** What came of each scenario in several rounds of the same run: one result each, `flaky` where they differ. */
export function mergeRounds(
  rounds: readonly (readonly ScenarioResult[])[],
): HiddenFindings & { readonly results: readonly ScenarioResult[] } {
  const byId = new Map<string, PlacedResult[]>()
  for (const [index, round] of rounds.entries()) {
    for (const result of round) {
      const placed = { place: `round ${index + 1}`, result }
      byId.set(result.id, [...(byId.get(result.id) ?? []), placed])
    }
  }
  const merged = [...byId.values()].map((all) => {
    const result = merge(all.map((it) => it.result))
    return { result, hidden: hiddenFindings(result, all) }
  })
  return {
    results: merged.map(({ result }) => result),
    passed: merged.flatMap(({ hidden }) => hidden.passed),
    debris: merged.flatMap(({ hidden }) => hidden.debris),
  }
}

function merge(results: readonly ScenarioResult[]): ScenarioResult {
  const first = results[0] as ScenarioResult
  // What the end of the run cut off says nothing of the rounds before.
  const told = results.filter(({ outcome }) => outcome !== 'interrupted')
  // Debris that nobody lists must not hide behind debris that is listed, nor behind rounds without any.
  const debris = told.filter((it) => it.outcome === 'unclean' && !isKnown(it))
  if (debris.length > 0 && told.every((it) => it.outcome === 'pass' || it.outcome === 'unclean')) {
    return inRounds(debris, told)
  }
  const outcomes = new Set(told.map(({ outcome }) => outcome))
  if (outcomes.size <= 1) return slowest(told.length > 0 ? told : [first])
  const odd = told.find(({ outcome }) => outcome === 'error' || outcome === 'blocked')
  if (odd) return odd
  // Beside a known failure a pass is an expected one, and an unexpected one says that the entry is wrong.
  if (told.every((it) => OF_LISTED.includes(it.outcome) || isKnownDebris(it))) {
    const unexpected = told.filter(({ outcome }) => outcome === 'unexpected-pass')
    const failed = told.filter(({ outcome }) => outcome !== 'pass')
    return inRounds(unexpected.length > 0 ? unexpected : failed, told)
  }
  const failures = told.filter(({ outcome }) => outcome !== 'pass')
  const worst = failures.find(({ outcome }) => outcome === 'fail') ?? failures[0] ?? first
  const message = `not so in ${failures.length} of ${told.length} rounds: ${worst.message}`
  return { ...worst, outcome: 'flaky', message }
}

function inRounds(
  telling: readonly ScenarioResult[],
  told: readonly ScenarioResult[],
): ScenarioResult {
  const worst = slowest(telling)
  if (telling.length === told.length) return worst
  return { ...worst, message: `in ${telling.length} of ${told.length} rounds: ${worst.message}` }
}

const OF_LISTED: readonly Outcome[] = ['pass', 'known-failure', 'unexpected-pass']

function slowest(results: readonly ScenarioResult[]): ScenarioResult {
  return results.reduce((slow, it) => (it.durationMs > slow.durationMs ? it : slow))
}
