import type { NamedReport } from '../../reports/read-report.ts'
import type { RunReport, ScenarioResult, SelectionFacts } from '../../reports/run-report.ts'
import { judgeRun } from '../../reports/verdict.ts'
import { loadCatalogue } from './catalogue.ts'
import { mergeScenarios } from './merge-scenarios.ts'
import { mergeHosts, mergeTargets } from './merge-surroundings.ts'
import { mergeViolations } from './merge-violations.ts'
import { checkMergeable } from './mergeable.ts'
import { yardstick } from './yardstick.ts'

/**
 * One report of several about the same runtime: of the shards of a run, or of nodes whose hosts differ. Of each scenario
 * the outcome counts that says most, and one that could be tried somewhere was tried.
 *
 * @throws CrivetError CRIVET_CONFIG where they do not belong together, or a shard is missing.
 */
export function mergeReports(named: readonly NamedReport[]): RunReport {
  checkMergeable(named)
  const reports = named.map(({ report }) => report)
  const [first] = reports as [RunReport]
  const { results: scenarios, passed, debris } = mergeScenarios(named)
  const answered = union(reports.map((it) => it.answered ?? []))
  return judgeRun(
    {
      crivet: first.crivet,
      startedAt: reports.map((it) => it.startedAt).sort()[0] as string,
      durationMs: reports.reduce((sum, it) => sum + it.durationMs, 0),
      target: mergeTargets(reports.map((it) => it.target)),
      host: mergeHosts(reports.map((it) => it.host)),
      depth: mergeDepths(reports.map((it) => it.depth)),
      selection: mergeSelections(
        reports.map((it) => it.selection),
        scenarios,
      ),
      interrupted: reports.some((it) => it.interrupted),
      bailed: reports.some((it) => it.bailed),
      scenarios,
      invariants: mergeViolations(reports.flatMap((it) => it.invariants)),
      leaks: [...attributed(named, (it) => it.leaks), ...debris],
      knownLeaks: named.flatMap(({ name, report }) =>
        (report.knownLeaks ?? []).map((it) => ({ ...it, leak: `${name}: ${it.leak}` })),
      ),
      idleKnownFailures: [...idleEntries(named), ...passed],
      answered,
      notes: attributed(named, (it) => it.notes),
      unhandled: attributed(named, (it) => it.unhandled),
    },
    yardstick(answered),
  )
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

// What one shard did not see another may have; a whole run speaks for itself.
function idleEntries(named: readonly NamedReport[]): readonly string[] {
  const shards = named.filter(({ report }) => report.selection.shard !== undefined)
  return [
    ...inAll(shards.map(({ report }) => report.unseenKnownFailures ?? [])),
    ...attributed(named, (it) => it.idleKnownFailures),
  ]
}

// Only what all were given was given throughout; what one lacked was lacking.
function mergeDepths(depths: readonly (readonly string[])[]): readonly string[] {
  const lacking = union(depths).filter((it) => it.startsWith('-'))
  return [...inAll(depths).filter((it) => !it.startsWith('-')), ...lacking]
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
