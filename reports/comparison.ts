import type { NamedReport } from './read-report.ts'
import type { Level, Outcome, RunReport } from './run-report.ts'
import { reasonOf, violatedInvariants } from './summary.ts'

/** A scenario across the runs. */
export interface ComparedScenario {
  readonly id: string
  readonly level: Level
  /** A place for each run; undefined where a run knows no such scenario. */
  readonly outcomes: readonly (Outcome | undefined)[]
  /** Why it did not pass, of the first run in which it did not. */
  readonly reason: string
}

/** What several runs have in common and what not. */
export interface Comparison {
  readonly columns: readonly NamedReport[]
  /** Scenarios that passed in all of them. */
  readonly passedEverywhere: number
  /** All others, by id. */
  readonly rows: readonly ComparedScenario[]
  /**
   * What is worse in the last run than in the first: scenarios by id, invariants that held as `invariant:ID`, `leaks`
   * where there were none. A scenario that one of them did not try, or could not try on its host, is not held against
   * the last; one whose feature the runtime no longer offers is.
   */
  readonly regressions: readonly string[]
  /** Failed in the first run, passed in the last. */
  readonly fixed: readonly string[]
}

/** Lays runs side by side, in the order given: the first is what the last is held against. */
export function compareRuns(columns: readonly NamedReport[]): Comparison {
  const byId = columns.map(({ report }) => new Map(report.scenarios.map((it) => [it.id, it])))
  const ids = [...new Set(byId.flatMap((scenarios) => [...scenarios.keys()]))].sort()
  const all = ids.map((id): ComparedScenario => {
    const results = byId.map((scenarios) => scenarios.get(id))
    const known = results.filter((it) => it !== undefined)
    const worst = known.find(({ outcome }) => outcome !== 'pass')
    return {
      id,
      level: known[0]?.level ?? 'may',
      outcomes: results.map((it) => it?.outcome),
      reason: worst ? reasonOf(worst) : '',
    }
  })
  const rows = all.filter(({ outcomes }) => outcomes.some((it) => it !== 'pass'))
  const idsWhere = (test: (first?: Outcome, last?: Outcome) => boolean) =>
    all.filter(({ outcomes }) => test(outcomes[0], outcomes.at(-1))).map(({ id }) => id)
  return {
    columns,
    passedEverywhere: all.length - rows.length,
    rows,
    regressions: [
      ...idsWhere((first, last) => rank(last) > rank(first)),
      ...worseBeside(columns[0]?.report, columns.at(-1)?.report),
    ],
    fixed: idsWhere((first, last) => rank(first) >= KNOWN_FAILURE && rank(last) === PASSED),
  }
}

const PASSED = 0
const UNSUPPORTED = 1
const KNOWN_FAILURE = 2
const FAILED = 3

const RANKS: Readonly<Partial<Record<Outcome, number>>> = {
  pass: PASSED,
  'unexpected-pass': PASSED,
  unsupported: UNSUPPORTED,
  'known-failure': KNOWN_FAILURE,
  fail: FAILED,
  flaky: FAILED,
  unclean: FAILED,
  error: FAILED,
  blocked: FAILED,
}

// What was not tried is neither better nor worse than anything: NaN.
function rank(outcome: Outcome | undefined): number {
  return (outcome && RANKS[outcome]) ?? Number.NaN
}

function worseBeside(first: RunReport | undefined, last: RunReport | undefined): readonly string[] {
  if (first === undefined || last === undefined) return []
  const before = violatedInvariants(first)
  return [
    ...violatedInvariants(last)
      .filter((id) => !before.includes(id))
      .map((id) => `invariant:${id}`),
    ...(first.leaks.length === 0 && last.leaks.length > 0 ? ['leaks'] : []),
  ]
}
