import type { RunReport, ScenarioResult } from './run-report.ts'
import {
  apiLevelLine,
  brokenRequirements,
  isKnown,
  knownLeakLines,
  otherFindings,
  outcomeCounts,
  PROFILE_COLUMNS,
  reasonOf,
  targetLine,
  untriedGroups,
} from './summary.ts'
import { bounded, oneLine, printable, span } from './text.ts'

// A job's summary may hold 1 MiB; a person reads much less.
const MOST_SHOWN = 50
const LONGEST_BLOCK = 4096

/** The report as Markdown, for a pull request or a job's summary. */
export function markdownReport(report: RunReport): string {
  const { verdict, reason, depth, durationMs } = report
  const level = apiLevelLine(report)
  const counts = outcomeCounts(report).map(({ outcome, count }) => `${count} ${outcome}`)
  const blocks = [
    `# crivet: ${verdict}`,
    `${reason}.`,
    table(
      ['', ''],
      [
        ['Runtime', code(targetLine(report))],
        ...(level ? [['API level', code(level)]] : []),
        ['Host', code(hostLine(report))],
        ['Scenarios', `${counts.join(', ') || 'none'}, in ${span(durationMs)}`],
        ['Depth', code(depth.join(' '))],
        ['crivet', code(report.crivet.version)],
      ],
    ),
    ...section('Broken requirements', brokenBlocks(report)),
    ...section('Other findings', findingBlocks(report)),
    ...section('Profiles', profileBlocks(report)),
    ...section('Not tried', untriedBlocks(report)),
    ...section('Leaks', list(report.leaks)),
    ...section('Known leaks', list(knownLeakLines(report))),
    ...section('Known failures that held', list(report.idleKnownFailures)),
    ...section('Errors of crivet', list(report.unhandled)),
    ...section('Notes', list(report.notes)),
  ]
  return `${blocks.join('\n\n')}\n`
}

function section(title: string, blocks: readonly string[]): readonly string[] {
  return blocks.length > 0 ? [`## ${title}`, ...blocks] : []
}

function brokenBlocks(report: RunReport): readonly string[] {
  const all = brokenRequirements(report)
  const rest = all.length - MOST_SHOWN
  return [
    ...all
      .slice(0, MOST_SHOWN)
      .flatMap(({ requirement, scenarios }) => [
        `### ${requirement.level} ${code(requirement.id)} (${requirement.profile})`,
        quoted(requirement.statement),
        ...scenarios.map(scenarioBlock),
      ]),
    ...(rest > 0 ? [`… and ${rest} more in verdict.json.`] : []),
  ]
}

function scenarioBlock(scenario: ScenarioResult): string {
  const { id, outcome, expected, actual, evidence } = scenario
  const details = [
    ...fenced('Expected', expected),
    ...fenced('Actual', actual),
    ...fenced('Reproduce', evidence?.reproduction?.join('\n'), 'sh'),
    ...fenced('Calls', evidence?.transcript),
  ]
  const line = `- **${outcome}** ${code(id)}: ${code(reasonOf(scenario))}`
  if (details.length === 0) return line
  return [line, '<details><summary>Evidence</summary>', ...details, '</details>'].join('\n\n')
}

function findingBlocks(report: RunReport): readonly string[] {
  const scenarios = otherFindings(report).map(
    (it) => `**${it.outcome}** ${code(it.id)}: ${code(reasonOf(it))}`,
  )
  const invariants = report.invariants.map((it) => {
    const { id, statement, count, first } = it
    const where = `first in ${code(first.scenario)}: ${code(`${first.call}: ${first.detail}`)}`
    const what = isKnown(it) ? '**invariant** (known)' : '**invariant**'
    return `${what} ${code(id)}: ${code(statement)}, violated ${count} times, ${where}`
  })
  return bullets([...scenarios, ...invariants])
}

function profileBlocks({ profiles }: RunReport): readonly string[] {
  const rows = Object.entries(profiles).map(([name, counts]) => [
    name,
    ...PROFILE_COLUMNS.map(([key]) => String(counts[key])),
  ])
  if (rows.length === 0) return []
  return [table(['profile', ...PROFILE_COLUMNS.map(([, title]) => title)], rows)]
}

function untriedBlocks(report: RunReport): readonly string[] {
  const rows = untriedGroups(report)
    .slice(0, MOST_SHOWN)
    .map(({ outcome, reason, ids }) => [String(ids.length), outcome, code(reason)])
  return rows.length > 0 ? [table(['scenarios', 'outcome', 'reason'], rows)] : []
}

function hostLine({ host }: RunReport): string {
  return `${host.kernel} ${host.arch}, cgroup ${host.cgroup}, LSMs ${host.lsms.join(' ') || 'none'}`
}

function list(lines: readonly string[]): readonly string[] {
  return bullets(lines.map((line) => code(line)))
}

function bullets(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return []
  const rest = lines.length - MOST_SHOWN
  const shown = lines.slice(0, MOST_SHOWN).map((line) => `- ${line}`)
  return [[...shown, ...(rest > 0 ? [`- … and ${rest} more in verdict.json`] : [])].join('\n')]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((it) => it.replaceAll('|', '\\|')).join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

function quoted(text: string): string {
  return `> ${oneLine(text).replace(/[\\`*_{}[\]<>#|~@&!]/g, '\\$&')}`
}

// Inside code nothing is markup, as long as its fence is longer than any run of backticks in it.
function code(text: string): string {
  const line = oneLine(text) || ' '
  const fence = fenceFor(line, 1)
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${line}${pad}${fence}`
}

function fenced(title: string, text: string | undefined, language = ''): readonly string[] {
  if (!text) return []
  const clean = printable(bounded(text, LONGEST_BLOCK))
  const fence = fenceFor(clean, 3)
  return [`${title}:`, `${fence}${language}\n${clean}\n${fence}`]
}

function fenceFor(text: string, least: number): string {
  const runs = text.match(/`+/g) ?? []
  const longest = runs.reduce((most, run) => Math.max(most, run.length), least - 1)
  return '`'.repeat(longest + 1)
}
