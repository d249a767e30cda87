import type { Level, Outcome, RunReport } from './run-report.ts'
import { reasonOf } from './summary.ts'

/** One run among those compared. */
export interface Column {
  /** What a reader calls it: a runtime, a handler, a file. */
  readonly name: string
  readonly report: RunReport
}

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
  readonly columns: readonly Column[]
  /** Scenarios that passed in all of them. */
  readonly passedEverywhere: number
  /** All others, by id. */
  readonly rows: readonly ComparedScenario[]
  /** Passed in the first run, not so in the last, though tried there. */
  readonly regressions: readonly string[]
  /** Failed in the first run, passed in the last. */
  readonly fixed: readonly string[]
}

/** Lays runs side by side, in the order given: the first is what the last is held against. */
export function compareRuns(columns: readonly Column[]): Comparison {
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
  const idsOf = (from: readonly Outcome[], to: readonly Outcome[]) =>
    all
      .filter(({ outcomes }) => isOf(outcomes[0], from) && isOf(outcomes.at(-1), to))
      .map(({ id }) => id)
  return {
    columns,
    passedEverywhere: all.length - rows.length,
    rows,
    regressions: idsOf(['pass'], FAILED),
    fixed: idsOf(FAILED, ['pass', 'unexpected-pass']),
  }
}

const FAILED: readonly Outcome[] = ['fail', 'flaky', 'unclean', 'known-failure', 'error', 'blocked']

function isOf(outcome: Outcome | undefined, outcomes: readonly Outcome[]): boolean {
  return outcome !== undefined && outcomes.includes(outcome)
}
