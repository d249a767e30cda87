import type { Outcome, ScenarioResult } from '../../reports/run-report.ts'

/** What came of each scenario in several rounds of the same run: one result each, `flaky` where they differ. */
export function mergeRounds(
  rounds: readonly (readonly ScenarioResult[])[],
): readonly ScenarioResult[] {
  const byId = new Map<string, ScenarioResult[]>()
  for (const result of rounds.flat()) {
    byId.set(result.id, [...(byId.get(result.id) ?? []), result])
  }
  return [...byId.values()].map(merge)
}

function merge(results: readonly ScenarioResult[]): ScenarioResult {
  const first = results[0] as ScenarioResult
  // What the end of the run cut off says nothing of the rounds before.
  const told = results.filter(({ outcome }) => outcome !== 'interrupted')
  const outcomes = new Set(told.map(({ outcome }) => outcome))
  if (outcomes.size <= 1) return slowest(told.length > 0 ? told : [first])
  const odd = told.find(({ outcome }) => outcome === 'error' || outcome === 'blocked')
  if (odd) return odd
  // Beside a known failure a pass is an expected one, and an unexpected one says that the entry is wrong.
  if (told.every(({ outcome }) => OF_LISTED.includes(outcome))) {
    const unexpected = told.filter(({ outcome }) => outcome === 'unexpected-pass')
    const telling =
      unexpected.length > 0 ? unexpected : told.filter(({ outcome }) => outcome !== 'pass')
    const worst = slowest(telling)
    return { ...worst, message: `in ${telling.length} of ${told.length} rounds: ${worst.message}` }
  }
  const failures = told.filter(({ outcome }) => outcome !== 'pass')
  const worst = failures.find(({ outcome }) => outcome === 'fail') ?? failures[0] ?? first
  const message = `not so in ${failures.length} of ${told.length} rounds: ${worst.message}`
  return { ...worst, outcome: 'flaky', message }
}

const OF_LISTED: readonly Outcome[] = ['pass', 'known-failure', 'unexpected-pass']

function slowest(results: readonly ScenarioResult[]): ScenarioResult {
  return results.reduce((slow, it) => (it.durationMs > slow.durationMs ? it : slow))
}
