import type { Outcome, ScenarioResult } from '../../reports/run-report.ts'
import { isKnown, isKnownDebris } from '../../reports/summary.ts'
import { type MergedResults, mergeById } from './merge-by-id.ts'

/** What came of each scenario in several rounds of the same run: one result each, `flaky` where they differ. */
export function mergeRounds(rounds: readonly (readonly ScenarioResult[])[]): MergedResults {
  const places = rounds.map((results, index) => ({ place: `round ${index + 1}`, results }))
  return mergeById(places, (all) => merge(all.map(({ result }) => result)))
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
