import { basename, join } from 'node:path'
import { type Column, compareRuns } from '../../reports/comparison.ts'
import { comparisonMarkdown } from '../../reports/comparison-table.ts'
import { consoleProgress } from '../../reports/console.ts'
import { passGate } from '../../reports/gate.ts'
import { githubReport } from '../../reports/github.ts'
import type { RunReport } from '../../reports/run-report.ts'
import {
  FILE_REPORTERS,
  type FileReporter,
  prepareOutput,
  writeReports,
  writeText,
} from '../../reports/write.ts'
import { CrivetError } from '../errors.ts'
import { type VetOptions, vet } from '../runner/vet.ts'
import { withConfigFile } from './config-file.ts'
import { FILTER_FLAGS, filtersFrom } from './filter-flags.ts'
import { listed, oneOf, parseFlags, wholeNumber } from './flags.ts'
import { interruptSignal } from './interrupt.ts'
import { TARGET_FLAGS, targetFrom } from './target-flags.ts'

const FLAGS = {
  ...FILTER_FLAGS,
  ...TARGET_FLAGS,
  'runtime-handler': { type: 'string', multiple: true },
  parallel: { type: 'string' },
  bail: { type: 'string' },
  repeat: { type: 'string' },
  output: { type: 'string' },
  reporter: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  strict: { type: 'boolean' },
  'known-failures': { type: 'string' },
  'update-known-failures': { type: 'boolean' },
  'restart-command': { type: 'string' },
} as const

const DEFAULT_PARALLEL = 12
const REPORTERS = ['console', 'github', ...(Object.keys(FILE_REPORTERS) as FileReporter[])] as const

/** Vets a runtime, writes the reports and answers the gate's exit code. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = withConfigFile(parseFlags('run', args, FLAGS), FLAGS)
  const options: VetOptions = {
    ...targetFrom('run', values, positionals),
    restartCommand: restartCommandFrom(values),
    filters: filtersFrom(values),
    parallel: wholeNumber('parallel', values.parallel ?? String(DEFAULT_PARALLEL), 1),
    knownFailures: values['known-failures'],
    updateKnownFailures: values['update-known-failures'] ?? false,
    repeat: wholeNumber('repeat', values.repeat ?? '1', 1),
    bail: values.bail === undefined ? undefined : wholeNumber('bail', values.bail, 1),
  }
  const failOn = oneOf('fail-on', values['fail-on'] ?? 'must', ['must', 'should'])
  const names = values.reporter ? listed(values.reporter) : ['console', 'json', 'junit']
  if (names.length === 0) throw new CrivetError('CRIVET_USAGE', '--reporter names no reporter')
  const reporters = names.map((name) => oneOf('reporter', name, REPORTERS))
  const handlers = listed(values['runtime-handler'])
  if (handlers.length > 1 && options.updateKnownFailures) {
    throw new CrivetError('CRIVET_USAGE', '--update-known-failures takes one handler at a time', {
      hint: 'each run would take off the list what another handler shows',
    })
  }
  const output = values.output ?? 'crivet-report'
  await prepareOutput(output)

  const stream = reporters.includes('console') ? process.stdout : { write: () => true }
  const interrupt = interruptSignal()
  const vetOne = async (handler: string | undefined, folder: string) => {
    const progress = consoleProgress({ stream, env: process.env })
    const report = await vet({ ...options, handler }, progress, interrupt)
    const files = await writeReports(report, folder, reporters.filter(isFileReporter))
    const gate = passGate(report, { failOn, strict: values.strict ?? false })
    progress.ended(report, { files, gate })
    if (reporters.includes('github')) process.stdout.write(githubReport(report))
    return { report, exitCode: gate.exitCode }
  }
  if (handlers.length <= 1) return (await vetOne(handlers[0], output)).exitCode
  return vetEach(handlers, output, stream, interrupt, vetOne)
}

function restartCommandFrom(values: {
  readonly launch?: string | undefined
  readonly 'restart-command'?: string | undefined
}): string | undefined {
  const command = values['restart-command']
  if (command === undefined) return undefined
  if (values.launch !== undefined) {
    throw new CrivetError(
      'CRIVET_USAGE',
      '--launch starts a daemon that crivet restarts by itself; leave --restart-command out',
    )
  }
  if (command.trim() !== '') return command
  throw new CrivetError('CRIVET_USAGE', '--restart-command is empty', {
    hint: "such as --restart-command 'systemctl restart containerd'",
  })
}

type Vetted = { readonly report: RunReport; readonly exitCode: number }

// One after the other: two at once would measure each other.
async function vetEach(
  handlers: readonly string[],
  output: string,
  stream: { write(text: string): unknown },
  interrupt: AbortSignal,
  vetOne: (handler: string, folder: string) => Promise<Vetted>,
): Promise<number> {
  const columns: Column[] = []
  const codes: number[] = []
  for (const handler of handlers) {
    if (interrupt.aborted) break
    const name = basename(handler)
    const folder = join(output, name)
    await prepareOutput(folder)
    const { report, exitCode } = await vetOne(handler, folder)
    columns.push({ name, report })
    codes.push(exitCode)
  }
  const table = comparisonMarkdown(compareRuns(columns), { changes: false })
  const file = await writeText(output, 'handlers.md', table)
  stream.write(`\n${table}\nHandlers  ${file}\n`)
  return Math.max(...codes)
}

function isFileReporter(name: string): name is FileReporter {
  return name in FILE_REPORTERS
}
