import type { Comparison } from './comparison.ts'
import type { RunReport } from './run-report.ts'
import { outcomeCounts, violatedInvariants } from './summary.ts'
import { oneLine } from './text.ts'

const LONGEST_REASON = 160
const ABSENT = '–'

/** What a comparison of runs that followed each other says more. */
export interface ComparisonMarkdownOptions {
  /** Tells what the last got worse and better than the first. */
  readonly changes?: boolean
}

/** A comparison as a Markdown table: the verdicts, then every scenario that did not pass everywhere. */
export function comparisonMarkdown(
  comparison: Comparison,
  { changes = true }: ComparisonMarkdownOptions = {},
): string {
  const { columns, rows, passedEverywhere, regressions, fixed } = comparison
  const names = columns.map(({ name }) => cell(name))
  const facts = (title: string, of: (index: number) => string) => [
    title,
    ...columns.map((_, index) => cell(of(index))),
  ]
  const report = (index: number) => columns[index]?.report
  const head = [
    '',
    row(['scenario', 'level', ...names, 'why']),
    row(['---', '---', ...names.map(() => '---'), '---']),
  ]
  const lines = [
    row(['', ...names]),
    row(['---', ...names.map(() => '---')]),
    row(facts('verdict', (at) => report(at)?.verdict ?? '')),
    row(facts('API level', (at) => report(at)?.apiLevel?.minor ?? 'none')),
    row(facts('scenarios', (at) => countsOf(comparison, at))),
    row(facts('invariants violated', (at) => violatedIn(report(at)))),
    row(facts('leaks', (at) => String(report(at)?.leaks.length ?? 0))),
    '',
    `${passedEverywhere} scenarios pass in every column${rows.length > 0 ? '; the others:' : '.'}`,
    ...(rows.length > 0 ? head : []),
    ...rows.map(({ id, level, outcomes, reason }) =>
      row([`\`${id}\``, level, ...outcomes.map((it) => it ?? ABSENT), cell(reason)]),
    ),
  ]
  const sections = [
    ...changed('Worse in the last than in the first', regressions),
    ...changed('Mended in the last', fixed),
  ]
  return `${[...lines, ...(changes ? sections : [])].join('\n')}\n`
}

function violatedIn(report: RunReport | undefined): string {
  return String(report === undefined ? 0 : violatedInvariants(report).length)
}

function countsOf({ columns }: Comparison, index: number): string {
  const report = columns[index]?.report
  if (!report) return ''
  return outcomeCounts(report)
    .map(({ outcome, count }) => `${count} ${outcome}`)
    .join(', ')
}

function changed(title: string, ids: readonly string[]): readonly string[] {
  if (ids.length === 0) return []
  return ['', `${title} (${ids.length}):`, '', ...ids.map((id) => `- \`${id}\``)]
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

// A bar would open another cell, and markup of a runtime's would be taken for ours.
function cell(text: string): string {
  return oneLine(text, LONGEST_REASON).replace(/[|<>&`*_[\]\\]/g, (it) => `\\${it}`)
}
