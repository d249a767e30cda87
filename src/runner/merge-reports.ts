import type { NamedReport } from '../../reports/read-report.ts'
import type {
  InvariantViolation,
  Outcome,
  RunReport,
  ScenarioResult,
  SelectionFacts,
} from '../../reports/run-report.ts'
import { isKnown } from '../../reports/summary.ts'
import { judgeRun } from '../../reports/verdict.ts'
import { loadCatalogue } from './catalogue.ts'
import { mergeHosts, mergeTargets } from './merge-surroundings.ts'
import { checkMergeable } from './mergeable.ts'
import { yardstick } from './yardstick.ts'

/**
 * One report of several about the same runtime: of the shards of a run, or of nodes whose hosts differ. Of each scenario
 * the gravest outcome counts, and one that could be tried somewhere was tried.
 *
 * @throws CrivetError CRIVET_CONFIG where they do not belong together, or a shard is missing.
 */
export function mergeReports(named: readonly NamedReport[]): RunReport {
  checkMergeable(named)
  const reports = named.map(({ report }) => report)
  const [first] = reports as [RunReport]
  const scenarios = mergeScenarios(named)
  const answered = union(reports.map((it) => it.answered))
  return judgeRun(
    {
      crivet: first.crivet,
      startedAt: reports.map((it) => it.startedAt).sort()[0] as string,
      durationMs: reports.reduce((sum, it) => sum + it.durationMs, 0),
      target: mergeTargets(reports.map((it) => it.target)),
      host: mergeHosts(reports.map((it) => it.host)),
      depth: union(reports.map((it) => it.depth)),
      selection: mergeSelections(
        reports.map((it) => it.selection),
        scenarios,
      ),
      interrupted: reports.some((it) => it.interrupted),
      bailed: reports.some((it) => it.bailed),
      scenarios,
      invariants: mergeViolations(reports.flatMap((it) => it.invariants)),
      leaks: attributed(named, (it) => it.leaks),
      knownLeaks: named.flatMap(({ name, report }) =>
        (report.knownLeaks ?? []).map((it) => ({ ...it, leak: `${name}: ${it.leak}` })),
      ),
      idleKnownFailures: inAll(reports.map((it) => it.unseenKnownFailures ?? it.idleKnownFailures)),
      answered,
      notes: attributed(named, (it) => it.notes),
      unhandled: attributed(named, (it) => it.unhandled),
    },
    yardstick(answered),
  )
}

// A pass counts more than what says that it was not tried elsewhere; all else as reports order it.
const BY_WEIGHT: readonly Outcome[] = [
  'fail',
  'unexpected-pass',
  'unclean',
  'flaky',
  'error',
  'blocked',
  'interrupted',
  'known-failure',
  'pass',
  'unsupported',
  'not-applicable',
  'skipped',
]

function mergeScenarios(named: readonly NamedReport[]): readonly ScenarioResult[] {
  const byId = new Map<string, { readonly name: string; readonly result: ScenarioResult }[]>()
  for (const { name, report } of named) {
    for (const result of report.scenarios) {
      byId.set(result.id, [...(byId.get(result.id) ?? []), { name, result }])
    }
  }
  return [...byId.values()].map((all) => {
    const [gravest, ...others] = [...all].sort((a, b) => weight(a.result) - weight(b.result))
    const { name, result } = gravest as (typeof all)[number]
    const same = others.every((it) => it.result.outcome === result.outcome)
    return same || result.message === ''
      ? result
      : { ...result, message: `${name}: ${result.message}` }
  })
}

// What --skip took out says less than what a run was not given.
function weight({ outcome, notGiven }: ScenarioResult): number {
  return BY_WEIGHT.indexOf(outcome) + (outcome === 'skipped' && !notGiven ? 1 : 0)
}

// Whole is what leaves no scenario out, in whatever way it was put together.
function mergeSelections(
  selections: readonly SelectionFacts[],
  scenarios: readonly ScenarioResult[],
): SelectionFacts {
  const covered = new Set(
    scenarios.filter((it) => it.outcome !== 'skipped' || it.notGiven).map(({ id }) => id),
  )
  const partial = !loadCatalogue().every(({ id }) => covered.has(id))
  if (!partial) return { partial, filters: {} }
  const names = union(selections.map(({ filters }) => Object.keys(filters)))
  const filters = names.map((name) => [name, union(selections.map((it) => it.filters[name] ?? []))])
  return { partial, filters: Object.fromEntries(filters) }
}

function mergeViolations(all: readonly InvariantViolation[]): readonly InvariantViolation[] {
  const byWay = new Map<string, InvariantViolation>()
  for (const violation of all) {
    const way = JSON.stringify([violation.id, violation.listed])
    const before = byWay.get(way)
    // Known on one node only, such as by its kernel: the other's is to be told.
    const told =
      before === undefined || (isKnown(before) && !isKnown(violation)) ? violation : before
    byWay.set(way, { ...told, count: violation.count + (before?.count ?? 0) })
  }
  return [...byWay.values()]
}

// A line that not all of them have is told with the name of those that do.
function attributed(
  named: readonly NamedReport[],
  linesOf: (report: RunReport) => readonly string[],
): readonly string[] {
  const common = inAll(named.map(({ report }) => linesOf(report)))
  return [
    ...common,
    ...named.flatMap(({ name, report }) =>
      linesOf(report)
        .filter((line) => !common.includes(line))
        .map((line) => `${name}: ${line}`),
    ),
  ]
}

function union<T>(lists: readonly (readonly T[])[]): readonly T[] {
  return [...new Set(lists.flat())]
}

function inAll([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return first.filter((line) => others.every((list) => list.includes(line)))
}
