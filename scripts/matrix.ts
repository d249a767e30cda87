/**
 * `npm run matrix -- [--runtimes DIR] [--output DIR] [--cell TEXT] [-- FLAGS…]`: vets every runtime of the matrix
 * with every handler, each privately launched, and prints one table. FLAGS go to each run.
 */
import { spawn } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Column, compareRuns } from '../reports/comparison.ts'
import { comparisonMarkdown } from '../reports/comparison-table.ts'
import { readReport } from '../reports/read-report.ts'
import { packageRoot } from '../src/package-root.ts'
import { type Cell, findCells, handlerVersion } from './matrix/cells.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runtimes: { type: 'string', default: process.env.CRIVET_RUNTIMES ?? '' },
    output: { type: 'string', default: 'crivet-matrix' },
    cell: { type: 'string', default: '' },
  },
})
// What a launch that the pair does not allow ends with (see docs/errors.md).
const CANNOT_LAUNCH = 3

const cells = (await findCells(values.runtimes || undefined)).filter(({ name }) =>
  name.includes(values.cell),
)
const columns: Column[] = []
const missing: string[] = []
let worst = 0
for (const cell of cells) {
  const ended = await vetCell(cell)
  if (typeof ended === 'string') {
    missing.push(`- ${cell.name}: ${ended}`)
    continue
  }
  columns.push(ended.column)
  worst = Math.max(worst, ended.code)
}
const table = [
  // Runtimes beside each other have no first and last.
  comparisonMarkdown(compareRuns(columns), { changes: false }),
  ...(missing.length > 0 ? [`Not vetted (${missing.length}):\n`, ...missing, ''] : []),
].join('\n')
await mkdir(values.output, { recursive: true })
await writeFile(join(values.output, 'matrix.md'), table)
process.stdout.write(`\n${table}`)
process.exitCode = columns.length === 0 ? CANNOT_LAUNCH : worst

async function vetCell(cell: Cell): Promise<{ column: Column; code: number } | string> {
  if (cell.binary === undefined || cell.handlers.length === 0) return `missing: ${cell.how}`
  const folder = join(values.output, cell.name.replaceAll(' ', '-'))
  await mkdir(folder, { recursive: true })
  for (const handler of cell.handlers) {
    const started = performance.now()
    const code = await run(cell, handler, folder)
    const took = `${((performance.now() - started) / 1000).toFixed(1)} s`
    process.stdout.write(`${cell.name} (${await handlerVersion(handler)}): exit ${code}, ${took}\n`)
    if (code === CANNOT_LAUNCH) continue
    if (!existsSync(join(folder, 'verdict.json')))
      return `no report, see ${join(folder, 'run.log')}`
    return { column: { name: cell.name, report: readReport(folder) }, code }
  }
  return `the pair does not work on this host, see ${join(folder, 'run.log')}`
}

function run({ kind, binary }: Cell, handler: string, folder: string): Promise<number> {
  const args = ['run', '--launch', kind, '--launch-binary', binary ?? '', '--output', folder]
  const child = spawn(
    process.execPath,
    [
      join(packageRoot(), 'dist/src/cli/main.js'),
      ...args,
      ...['--runtime-handler', handler, '--known-failures', 'shipped'],
      ...['--reporter', 'console,json,junit', ...positionals],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const log = createWriteStream(join(folder, 'run.log'))
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  return new Promise((done) => child.once('close', (code) => log.end(() => done(code ?? 1))))
}
