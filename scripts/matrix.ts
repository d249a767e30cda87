/** `npm run matrix`: vets every runtime of the matrix with every handler, and prints one table; see USAGE. */
import { spawn } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compareRuns } from '../reports/comparison.ts'
import { comparisonMarkdown } from '../reports/comparison-table.ts'
import { type NamedReport, readReport } from '../reports/read-report.ts'
import { packageRoot } from '../src/package-root.ts'
import { readArguments, USAGE, usage } from './matrix/arguments.ts'
import { type Cell, findCells, handlerVersion } from './matrix/cells.ts'

// What a launch that the pair does not allow ends with (see docs/errors.md).
const CANNOT_LAUNCH = 3

const { values, positionals } = readArguments()
if (values.help) {
  process.stdout.write(USAGE)
  process.exit()
}
if (values.runtimes && !existsSync(values.runtimes)) usage(`there is no folder ${values.runtimes}`)
const all = await findCells(values.runtimes || undefined)
const cells = all.filter(({ name }) => name.includes(values.cell))
if (cells.length === 0)
  usage(`no cell is named like ${values.cell}: ${all.map(({ name }) => name).join(', ')}`)
if (values.list) {
  for (const cell of cells) process.stdout.write(`${cell.name}: ${lacks(cell) ?? cell.binary}\n`)
  process.exit()
}
const columns: NamedReport[] = []
const notVetted: string[] = []
let worst = 0
for (const cell of cells) {
  const { column, why, code } = await vetCell(cell)
  if (column) columns.push(column)
  else notVetted.push(`- ${cell.name}: ${why}`)
  worst = Math.max(worst, code)
}
const table = [
  // Runtimes beside each other have no first and last.
  comparisonMarkdown(compareRuns(columns), { changes: false }),
  ...(notVetted.length > 0 ? [`Not vetted (${notVetted.length}):\n`, ...notVetted, ''] : []),
].join('\n')
await mkdir(values.output, { recursive: true })
await writeFile(join(values.output, 'matrix.md'), table)
process.stdout.write(`\n${table}`)
process.exitCode = columns.length === 0 ? CANNOT_LAUNCH : worst

interface Ended {
  /** Absent where nothing was vetted. */
  readonly column?: NamedReport
  readonly why?: string
  readonly code: number
}

function lacks({ binary, handlers, how }: Cell): string | undefined {
  return binary === undefined || handlers.length === 0 ? `missing: ${how}` : undefined
}

async function vetCell(cell: Cell): Promise<Ended> {
  const missing = lacks(cell)
  if (missing !== undefined) return { why: missing, code: 0 }
  const folder = join(values.output, cell.name.replaceAll(' ', '-'))
  // A report of an earlier matrix must not stand in for a run that wrote none.
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  process.stdout.write(`${cell.name}: runs, see ${join(folder, 'run.log')}\n`)
  for (const handler of cell.handlers) {
    const started = performance.now()
    const code = await run(cell, handler, folder)
    const took = `${((performance.now() - started) / 1000).toFixed(1)} s`
    process.stdout.write(`${cell.name} (${await handlerVersion(handler)}): exit ${code}, ${took}\n`)
    if (code === CANNOT_LAUNCH) continue
    if (!existsSync(join(folder, 'verdict.json')))
      return { why: `no report, see ${join(folder, 'run.log')}`, code: Math.max(code, 1) }
    return { column: { name: cell.name, report: readReport(folder) }, code }
  }
  return { why: `the pair does not work on this host, see ${join(folder, 'run.log')}`, code: 0 }
}

function run({ kind, binary }: Cell, handler: string, folder: string): Promise<number> {
  const args = ['run', '--launch', kind, '--launch-binary', binary ?? '', '--output', folder]
  const child = spawn(
    process.execPath,
    [
      join(packageRoot(), 'dist/src/cli/main.js'),
      ...args,
      ...['--runtime-handler', handler, '--known-failures', 'shipped', '--strict'],
      ...['--reporter', 'console,json,junit', ...positionals],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const log = createWriteStream(join(folder, 'run.log'))
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  return new Promise((done) => child.once('close', (code) => log.end(() => done(code ?? 1))))
}
