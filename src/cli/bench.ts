import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BenchReport, readBenchReport } from '../../reports/bench-report.ts'
import { oneLine } from '../../reports/text.ts'
import { prepareOutput } from '../../reports/write.ts'
import { bench } from '../runner/bench/bench.ts'
import { judge } from '../scenario/judgement.ts'
import { figuresTable } from './figures-table.ts'
import { parseFlags, wholeNumber } from './flags.ts'
import { interruptSignal } from './interrupt.ts'
import { TARGET_FLAGS, targetFrom } from './target-flags.ts'

const { soak: _, ...TARGET } = TARGET_FLAGS
const FLAGS = {
  ...TARGET,
  'runtime-handler': { type: 'string' },
  lives: { type: 'string', default: '20' },
  parallel: { type: 'string', default: '1' },
  against: { type: 'string' },
  output: { type: 'string', default: 'crivet-bench' },
} as const

/** Times what a kubelet asks of a runtime. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags('bench', args, FLAGS)
  const options = {
    ...targetFrom('bench', values, positionals, values['runtime-handler']),
    lives: wholeNumber('lives', values.lives, 1),
    parallel: wholeNumber('parallel', values.parallel, 1),
  }
  const before = values.against === undefined ? undefined : readBenchReport(values.against)
  await prepareOutput(values.output)
  const interrupt = interruptSignal()
  const note = (text: string) => void process.stderr.write(`${oneLine(text)}\n`)
  let report: BenchReport
  try {
    report = await bench(options, note, interrupt)
  } catch (error) {
    if (interrupt.aborted) return 130
    const { outcome, message } = judge(error, undefined)
    if (outcome !== 'fail') throw error
    process.stderr.write(`crivet: a call failed, nothing is measured: ${oneLine(message)}\n`)
    process.stderr.write('  → see what else does: crivet run\n')
    return 1
  }
  const file = join(values.output, 'bench.json')
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`)
  process.stdout.write(`${asText(report, before)}\nwritten: ${file}\n`)
  return 0
}

function asText(report: BenchReport, before: BenchReport | undefined): string {
  const { host, lives, parallel, livesPerSecond, figures } = report
  const about = ({ runtime: { name, version, handler } }: BenchReport) =>
    [name, version, handler]
      .filter(Boolean)
      .map((it) => oneLine(it))
      .join(' ')
  return [
    `${about(report)} · Linux ${host.kernel} on ${host.arch}, cgroup ${host.cgroup}`,
    `${lives} lives, ${parallel} in flight: ${livesPerSecond.toFixed(2)} a second`,
    ...(before ? [`before: ${about(before)}, ${before.livesPerSecond.toFixed(2)} a second`] : []),
    '',
    ...figuresTable('call', figures, before?.figures),
    '',
  ].join('\n')
}
