import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { killTable } from '../../reports/kill-markdown.ts'
import type { KillReport, KillResult } from '../../reports/kill-report.ts'
import { prepareOutput } from '../../reports/write.ts'
import { FAULTS } from '../mutants/catalogue.ts'
import {
  type MutantsOptions,
  type MutantsProgress,
  runMutants,
} from '../runner/mutants/run-mutants.ts'
import { listed, parseFlags, wholeNumber } from './flags.ts'
import { interruptSignal } from './interrupt.ts'
import { TARGET_FLAGS, targetFrom } from './target-flags.ts'

const FLAGS = {
  ...TARGET_FLAGS,
  'runtime-handler': { type: 'string' },
  mutant: { type: 'string', multiple: true },
  scenario: { type: 'string', multiple: true },
  sample: { type: 'string' },
  seed: { type: 'string' },
  parallel: { type: 'string' },
  others: { type: 'string' },
  thorough: { type: 'boolean' },
  'stop-after': { type: 'string' },
  output: { type: 'string' },
  list: { type: 'boolean' },
} as const

const DEFAULT_PARALLEL = 6
const DEFAULT_OTHERS = 24

/** Proves the suites: seeds faults between crivet and a runtime; 1 where one of a must is not noticed. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags('mutants', args, FLAGS)
  if (values.list) return list()
  const options: MutantsOptions = {
    ...targetFrom('mutants', values, positionals, values['runtime-handler']),
    mutants: listed(values.mutant),
    scenarios: listed(values.scenario),
    sample: values.sample === undefined ? undefined : wholeNumber('sample', values.sample, 1),
    seed: wholeNumber('seed', values.seed ?? '1', 0),
    parallel: wholeNumber('parallel', values.parallel ?? String(DEFAULT_PARALLEL), 1),
    others: wholeNumber('others', values.others ?? String(DEFAULT_OTHERS), 0),
    thorough: values.thorough ?? false,
    stopAfterSeconds:
      values['stop-after'] === undefined
        ? undefined
        : wholeNumber('stop-after', values['stop-after'], 1),
  }
  const output = values.output ?? 'crivet-mutants'
  await prepareOutput(output)
  const interrupt = interruptSignal()
  const report = await runMutants(options, progressOn(process.stderr), interrupt)
  await writeFile(join(output, 'mutants.json'), `${JSON.stringify(report, undefined, 2)}\n`)
  await writeFile(join(output, 'mutants.md'), killTable(report))
  process.stdout.write(`${summary(report)}\nwritten: ${join(output, 'mutants.{json,md}')}\n`)
  for (const line of report.unhandled)
    process.stderr.write(`crivet: outside of any scenario: ${line}\n`)
  if (interrupt.aborted) return 130
  if (report.unhandled.length > 0) return 4
  if (report.results.every(({ outcome }) => outcome === 'interrupted')) {
    process.stderr.write(
      'crivet: no fault was tried to its end: allow more time with --stop-after\n',
    )
    return 1
  }
  return report.results.some(({ level, outcome }) => level === 'must' && outcome === 'survived')
    ? 1
    : 0
}

function list(): number {
  for (const { id, about } of FAULTS) process.stdout.write(`${id}  ${about}\n`)
  return 0
}

function progressOn(stream: NodeJS.WritableStream): MutantsProgress {
  let total = 0
  let count = 0
  const line = (text: string) => stream.write(`${text}\n`)
  return {
    note: line,
    planned: (scenarios, faults) => {
      total = faults
      line(`${scenarios} scenarios without a fault, then ${faults} faults`)
    },
    unmutated: ({ id, outcome, message }) => {
      if (outcome !== 'pass') line(`  without a fault: ${outcome} ${id} ${message}`.trimEnd())
    },
    tried: (result) => line(`[${++count}/${total}] ${shortly(result)}`),
  }
}

function shortly({ outcome, fault, noticedBy, invariants, tried, durationMs }: KillResult): string {
  const by = noticedBy?.scenario ?? invariants.map((id) => `invariant ${id}`).join(', ')
  const who = outcome === 'killed' ? `by ${by}` : `after ${tried.length} scenarios`
  return `${outcome} ${fault} ${who} (${Math.round(durationMs / 1000)} s)`
}

function summary({ results, durationMs }: KillReport): string {
  const counts = new Map<string, number>()
  for (const { outcome } of results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  const text = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')
  return `${results.length} faults: ${text} (${Math.round(durationMs / 1000)} s)`
}
