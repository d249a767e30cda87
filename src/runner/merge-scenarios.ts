import type { NamedReport } from '../../reports/read-report.ts'
import type { Outcome, ScenarioResult } from '../../reports/run-report.ts'
import { isKnown, isKnownDebris } from '../../reports/summary.ts'

/** A scenario's result in each of several reports, come to one. */
export interface MergedScenarios {
  readonly scenarios: readonly ScenarioResult[]
  /** Scenarios that are listed as known failures and passed in a report whose result is not the one that counts. */
  readonly passed: readonly string[]
  /** Debris that one left in a report whose result is not the one that counts, a line each. */
  readonly debris: readonly string[]
}

/** Of each scenario the result that says most about the runtime. */
export function mergeScenarios(named: readonly NamedReport[]): MergedScenarios {
  const byId = new Map<string, { readonly name: string; readonly result: ScenarioResult }[]>()
  for (const { name, report } of named) {
    for (const result of report.scenarios) {
      byId.set(result.id, [...(byId.get(result.id) ?? []), { name, result }])
    }
  }
  const scenarios: ScenarioResult[] = []
  const passed: string[] = []
  const debris: string[] = []
  for (const all of byId.values()) {
    const [gravest, ...others] = all.toSorted((a, b) => weight(a.result) - weight(b.result))
    const { name, result } = gravest as (typeof all)[number]
    const same = others.every((it) => it.result.outcome === result.outcome)
    const message = same || result.message === '' ? result.message : `${name}: ${result.message}`
    scenarios.push({ ...result, message })
    for (const { name: other, result: its } of others) {
      if (its.outcome === result.outcome && isKnown(its) === isKnown(result)) continue
      if (its.outcome === 'unexpected-pass') passed.push(`${its.id} (${other})`)
      if (its.outcome === 'unclean' && !isKnownDebris(its)) {
        debris.push(`${other}: ${its.id} ${its.message}`)
      }
    }
  }
  return { scenarios, passed, debris }
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

// Of the same outcome one whose entry has expired says most, and one that is known least; what --skip took out says
// less than what a run was not given.
function weight({ outcome, known, notGiven }: ScenarioResult): number {
  const less = outcome === 'skipped' && !notGiven ? 1 : 0
  return BY_WEIGHT.indexOf(outcome) * 4 + (known === undefined ? 1 : known.expired ? 0 : 2) + less
}
