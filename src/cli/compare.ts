import { basename, dirname } from 'node:path'
import { compareRuns } from '../../reports/comparison.ts'
import { comparisonMarkdown } from '../../reports/comparison-table.ts'
import { readReport } from '../../reports/read-report.ts'
import { CrivetError } from '../errors.ts'
import { parseFlags } from './flags.ts'

const FLAGS = { gate: { type: 'boolean' } } as const

/** Prints runs side by side; with `--gate` what is worse in the last than in the first fails. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags('compare', args, FLAGS)
  if (positionals.length < 2) {
    throw new CrivetError('CRIVET_USAGE', 'compare takes two reports or more', {
      hint: 'crivet compare old/verdict.json new/verdict.json',
    })
  }
  const columns = positionals.map((path) => ({ name: nameOf(path), report: readReport(path) }))
  const comparison = compareRuns(columns)
  process.stdout.write(comparisonMarkdown(comparison))
  return values.gate && comparison.regressions.length > 0 ? 1 : 0
}

function nameOf(path: string): string {
  return basename(path) === 'verdict.json' ? basename(dirname(path)) || path : basename(path)
}
