import { compareRuns } from '../../reports/comparison.ts'
import { comparisonMarkdown } from '../../reports/comparison-table.ts'
import { readReports } from '../../reports/read-report.ts'
import { parseFlags, severalReports } from './flags.ts'

const FLAGS = { gate: { type: 'boolean' } } as const

/** Prints runs side by side; with `--gate` what is worse in the last than in the first fails. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags('compare', args, FLAGS)
  const paths = severalReports('compare', positionals, 'old/verdict.json new/verdict.json')
  const comparison = compareRuns(readReports(paths))
  process.stdout.write(comparisonMarkdown(comparison))
  return values.gate && comparison.regressions.length > 0 ? 1 : 0
}
