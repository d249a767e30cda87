import { MARKS, type Paint, VERDICT_STYLES } from './palette.ts'
import type { Closing } from './progress.ts'
import type { RunReport, ScenarioResult } from './run-report.ts'
import {
  apiLevelLine,
  type BrokenRequirement,
  brokenRequirements,
  isKnown,
  knownLeakLines,
  otherFindings,
  outcomeCounts,
  PROFILE_COLUMNS,
  reasonOf,
  targetLine,
  untriedGroups,
  violationText,
} from './summary.ts'
import { oneLine, span } from './text.ts'

const MOST_SHOWN = 20
const MOST_COMMANDS = 4

/** What a person reads when a run has ended: the answer first, then why, then where more is. */
export function summaryText(report: RunReport, paint: Paint, closing?: Closing): string {
  const sections = [
    headline(report, paint),
    broken(report, paint),
    findings(report, paint),
    profiles(report, paint),
    untried(report, paint),
    listed('Leaks', report.leaks, paint),
    listed('Known leaks', knownLeakLines(report), paint),
    listed('Known failures that held', report.idleKnownFailures, paint),
    listed('Errors of crivet', report.unhandled, paint),
    listed('Notes', report.notes, paint),
    closing ? ending(closing, paint) : [],
  ]
  const shown = sections.filter((lines) => lines.length > 0)
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function headline(report: RunReport, paint: Paint): readonly string[] {
  const { verdict, reason, durationMs, depth } = report
  const counts = outcomeCounts(report).map(({ outcome, count }) => `${count} ${outcome}`)
  const level = apiLevelLine(report)
  const title = verdict.replaceAll('-', ' ').toUpperCase()
  return [
    `${paint('bold', paint(VERDICT_STYLES[verdict], title))}  ${reason}`,
    field('runtime', targetLine(report), paint),
    ...(level ? [field('API level', level, paint)] : []),
    field('scenarios', `${counts.join(', ') || 'none'}, in ${span(durationMs)}`, paint),
    field('depth', depth.join(' '), paint),
  ]
}

function field(name: string, value: string, paint: Paint): string {
  return `  ${paint('dim', name.padEnd(10))}${value}`
}

function broken(report: RunReport, paint: Paint): readonly string[] {
  const all = brokenRequirements(report)
  if (all.length === 0) return []
  const rest = all.length - MOST_SHOWN
  return [
    paint('bold', `Broken requirements (${all.length})`),
    ...all.slice(0, MOST_SHOWN).flatMap((it) => brokenLines(it, paint)),
    ...(rest > 0 ? [`  … and ${rest} more, all in the reports`] : []),
  ]
}

function brokenLines({ requirement, scenarios }: BrokenRequirement, paint: Paint) {
  const { id, level, profile, statement } = requirement
  return [
    `  ${paint('red', `${level} ${id}`)} ${paint('dim', `(${profile})`)}`,
    `    ${paint('dim', 'why')} ${oneLine(statement)}`,
    ...scenarios.flatMap((it) => scenarioLines(it, paint)),
  ]
}

function scenarioLines(scenario: ScenarioResult, paint: Paint): readonly string[] {
  const { mark, style } = MARKS[scenario.outcome]
  const commands = scenario.evidence?.reproduction ?? []
  const rest = commands.length - MOST_COMMANDS
  return [
    `    ${paint(style, mark)} ${scenario.id}: ${reasonOf(scenario)}`,
    ...commands
      .slice(0, MOST_COMMANDS)
      .map((it) => `      ${paint('dim', '$')} ${oneLine(it, 200)}`),
    ...(rest > 0 ? [paint('dim', `      … ${rest} more in the reports`)] : []),
  ]
}

function findings(report: RunReport, paint: Paint): readonly string[] {
  const scenarios = otherFindings(report).map((it) => {
    const { mark, style } = MARKS[it.outcome]
    return `  ${paint(style, `${mark} ${it.outcome}`)} ${it.id}: ${reasonOf(it)}`
  })
  const invariants = report.invariants.map((it) => {
    const mark = isKnown(it)
      ? paint('dim', `x invariant ${it.id} (known)`)
      : paint('red', `! invariant ${it.id}`)
    return `  ${mark} ${oneLine(violationText(it))}`
  })
  const all = [...scenarios, ...invariants]
  if (all.length === 0) return []
  const rest = all.length - MOST_SHOWN
  return [
    paint('bold', `Other findings (${all.length})`),
    ...all.slice(0, MOST_SHOWN),
    ...(rest > 0 ? [`  … and ${rest} more, all in the reports`] : []),
  ]
}

function profiles(report: RunReport, paint: Paint): readonly string[] {
  const rows = Object.entries(report.profiles)
  if (rows.length === 0) return []
  const columns = PROFILE_COLUMNS.filter(
    ([key]) => key === 'kept' || rows.some(([, it]) => it[key] > 0),
  )
  const head = columns.map(([, title]) => title.padStart(title.length + 2)).join('')
  return [
    `${paint('bold', 'Profile'.padEnd(14))}${paint('dim', head)}`,
    ...rows.map(([name, counts]) => {
      const cells = columns.map(([key, title]) => {
        const cell = String(counts[key] || '·').padStart(title.length + 2)
        if (counts[key] === 0) return paint('dim', cell)
        if (key === 'broken') return paint('red', cell)
        return key === 'undecided' ? paint('yellow', cell) : cell
      })
      return `  ${name.padEnd(12)}${cells.join('')}`
    }),
  ]
}

function untried(report: RunReport, paint: Paint): readonly string[] {
  const groups = untriedGroups(report)
  if (groups.length === 0) return []
  const rest = groups.length - MOST_SHOWN
  return [
    paint('bold', 'Not tried'),
    ...groups
      .slice(0, MOST_SHOWN)
      .map(
        ({ outcome, reason, ids }) =>
          `  ${String(ids.length).padStart(3)} ${outcome.padEnd(14)} ${paint('dim', reason)}`,
      ),
    ...(rest > 0 ? [`  … and ${rest} more reasons, all in the reports`] : []),
  ]
}

function listed(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  if (lines.length === 0) return []
  const rest = lines.length - MOST_SHOWN
  return [
    paint('bold', `${title} (${lines.length})`),
    ...lines.slice(0, MOST_SHOWN).map((line) => `  ${oneLine(line)}`),
    ...(rest > 0 ? [`  … and ${rest} more, all in the reports`] : []),
  ]
}

function ending({ files, gate }: Closing, paint: Paint): readonly string[] {
  const [first, ...rest] = gate.reasons
  const why = first ? `: ${oneLine(first)}${rest.length > 0 ? ` and ${rest.length} more` : ''}` : ''
  return [
    ...(files.length > 0
      ? [`${paint('bold', 'Reports')}  ${files.map((it) => oneLine(it)).join('  ')}`]
      : []),
    `${paint('bold', 'Gate')}     exit ${gate.exitCode}${why}`,
  ]
}
