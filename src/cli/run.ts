import { basename, join } from 'node:path'
import { compareRuns } from '../../reports/comparison.ts'
import { comparisonMarkdown } from '../../reports/comparison-table.ts'
import { consoleProgress } from '../../reports/console.ts'
import type { NamedReport } from '../../reports/read-report.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { prepareOutput, writeText } from '../../reports/write.ts'
import { CrivetError } from '../errors.ts'
import type { Shard } from '../runner/shard.ts'
import { type VetOptions, vet } from '../runner/vet.ts'
import { withConfigFile } from './config-file.ts'
import { filtersFrom } from './filter-flags.ts'
import { listed, parseFlags, wholeNumber } from './flags.ts'
import { interruptSignal } from './interrupt.ts'
import { registryPlace } from './registry-place.ts'
import { publish, reportingFrom } from './report-flags.ts'
import { RUN_FLAGS } from './run-flags.ts'
import { targetFrom } from './target-flags.ts'

const DEFAULT_PARALLEL = 12

/** Vets a runtime, writes the reports and answers the gate's exit code. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = withConfigFile(parseFlags('run', args, RUN_FLAGS), RUN_FLAGS)
  const options: VetOptions = {
    ...targetFrom('run', values, positionals),
    registry: registryFrom(values),
    restartCommand: restartCommandFrom(values),
    filters: { ...filtersFrom(values), shard: shardFrom(values.shard) },
    parallel: wholeNumber('parallel', values.parallel ?? String(DEFAULT_PARALLEL), 1),
    knownFailures: values['known-failures'],
    updateKnownFailures: values['update-known-failures'] ?? false,
    repeat: wholeNumber('repeat', values.repeat ?? '1', 1),
    seed: values.seed === undefined ? undefined : wholeNumber('seed', values.seed, 0),
    bail: values.bail === undefined ? undefined : wholeNumber('bail', values.bail, 1),
  }
  const reporting = reportingFrom(values)
  const handlers = listed(values['runtime-handler'])
  if (handlers.length > 1 && options.updateKnownFailures) {
    throw new CrivetError('CRIVET_USAGE', '--update-known-failures takes one handler at a time', {
      hint: 'each run would take off the list what another handler shows',
    })
  }
  const { output, stream } = reporting
  await prepareOutput(output)

  const interrupt = interruptSignal()
  const vetOne = async (handler: string | undefined, folder: string) => {
    const progress = consoleProgress({ stream, env: process.env })
    const report = await vet({ ...options, handler }, progress, interrupt)
    return { report, exitCode: await publish(report, folder, reporting, progress) }
  }
  if (handlers.length <= 1) return (await vetOne(handlers[0], output)).exitCode
  return vetEach(handlers, output, stream, interrupt, vetOne)
}

function shardFrom(value: string | undefined): Shard | undefined {
  if (value === undefined) return undefined
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(value) ?? []).map(Number)
  if (index >= 1 && index <= count) return { index, count }
  throw new CrivetError(
    'CRIVET_USAGE',
    `--shard takes I/N, the I-th of N parts, not ${JSON.stringify(value)}`,
    { hint: 'such as --shard 1/3 on the first of three machines' },
  )
}

function registryFrom({ registry, launch }: { registry?: string; launch?: string }) {
  if (registry === undefined) return undefined
  if (launch === undefined) return registryPlace(registry)
  throw new CrivetError(
    'CRIVET_USAGE',
    '--launch starts a runtime that pulls from crivet; leave --registry out',
  )
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
  const columns: NamedReport[] = []
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
