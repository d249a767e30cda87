import type { NamedReport } from '../../reports/read-report.ts'
import type { Outcome, ScenarioResult } from '../../reports/run-report.ts'
import { type MergedResults, mergeById, type PlacedResult } from './merge-by-id.ts'

/** Of each scenario the result that says most about the runtime. */
export function mergeScenarios(named: readonly NamedReport[]): MergedResults {
  const places = named.map(({ name, report }) => ({ place: name, results: report.scenarios }))
  return mergeById(places, gravest)
}

function gravest(all: readonly PlacedResult[]): ScenarioResult {
  const [first] = all.toSorted((a, b) => weight(a.result) - weight(b.result))
  const { place, result } = first as PlacedResult
  const isSame = all.every(
    (it) => it.result.outcome === result.outcome && it.result.message === result.message,
  )
  const message = isSame || result.message === '' ? result.message : `${place}: ${result.message}`
  return { ...result, message }
}

// By what it says of the requirement: broken, undecided, kept, not tried.
const BY_WEIGHT: readonly Outcome[] = [
  'fail',
  'flaky',
  'known-failure',
  'error',
  'blocked',
  'interrupted',
  'unexpected-pass',
  'unclean',
  'pass',
  'unsupported',
  'not-applicable',
  'skipped',
]

// First what is broken and whose entry has expired, which fails the gate at any level; of the same outcome what is known
// says less, and what --skip took out less than what a run was not given.
function weight({ outcome, known, notGiven }: ScenarioResult): number {
  const place = BY_WEIGHT.indexOf(outcome)
  if (known?.expired && place <= BY_WEIGHT.indexOf('known-failure')) return -1
  const less = known === undefined ? 0 : 1
  return place * 4 + less + (outcome === 'skipped' && !notGiven ? 2 : 0)
}
