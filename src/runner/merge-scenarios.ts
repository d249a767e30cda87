import type { NamedReport } from '../../reports/read-report.ts'
import type { Outcome, ScenarioResult } from '../../reports/run-report.ts'
import { type HiddenFindings, hiddenFindings, type PlacedResult } from './hidden-findings.ts'

/** A scenario's result in each of several reports, come to one. */
export interface MergedScenarios extends HiddenFindings {
  readonly scenarios: readonly ScenarioResult[]
}

/** Of each scenario the result that says most about the runtime. */
export function mergeScenarios(named: readonly NamedReport[]): MergedScenarios {
  const byId = new Map<string, PlacedResult[]>()
  for (const { name, report } of named) {
    for (const result of report.scenarios) {
      byId.set(result.id, [...(byId.get(result.id) ?? []), { place: name, result }])
    }
  }
  const merged = [...byId.values()].map((all) => {
    const [gravest] = all.toSorted((a, b) => weight(a.result) - weight(b.result))
    const { place, result } = gravest as PlacedResult
    const isSame = all.every(
      (it) => it.result.outcome === result.outcome && it.result.message === result.message,
    )
    const message = isSame || result.message === '' ? result.message : `${place}: ${result.message}`
    return { result: { ...result, message }, hidden: hiddenFindings(result, all) }
  })
  return {
    scenarios: merged.map(({ result }) => result),
    passed: merged.flatMap(({ hidden }) => hidden.passed),
    debris: merged.flatMap(({ hidden }) => hidden.debris),
  }
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
