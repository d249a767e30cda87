import { summaryText } from './console-summary.ts'
import { MARKS, palette, showsColours } from './palette.ts'
import type { ProgressSink } from './progress.ts'
import type { Outcome, ScenarioResult } from './run-report.ts'
import { isKnownDebris, reasonOf } from './summary.ts'
import { oneLine, span } from './text.ts'

/** Where the console writes; `process.stdout` and `process.stderr` are such. */
export interface ConsoleStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** How the console shows a run. */
export interface ConsoleOptions {
  readonly stream: ConsoleStream
  /** Decides on colours, `process.env` as a rule. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Shows a run to a person: a line for everything that needs an eye, on a terminal also a last line
 * of what is under way, elsewhere a line for each tenth; then the summary.
 */
export function consoleProgress({ stream, env }: ConsoleOptions): ProgressSink {
  const paint = palette(showsColours(stream, env))
  const live = stream.isTTY === true && env.TERM !== 'dumb'
  const running = new Set<string>()
  let total = 0
  let done = 0
  let failed = 0

  const print = (line: string) => {
    stream.write(`${live ? ERASE_LINE : ''}${line}\n`)
    status()
  }
  const status = () => {
    if (!live || total === 0) return
    const names = [...running].slice(0, 3).join(', ')
    const more = running.size > 3 ? ` and ${running.size - 3} more` : ''
    const text = `${counter(done, total, failed)}  ${names}${more}`
    stream.write(`${ERASE_LINE}${paint('dim', oneLine(text, (stream.columns ?? 100) - 1))}`)
  }

  return {
    planned(count) {
      total = count
      status()
    },
    started(id) {
      running.add(id)
      status()
    },
    finished(result) {
      running.delete(result.id)
      done += 1
      if (FAILURES.includes(result.outcome) && !isKnownDebris(result)) failed += 1
      if (SHOWN.includes(result.outcome)) print(resultLine(result))
      if (live) status()
      else if (crossesTenth(done, total)) print(counter(done, total, failed))
    },
    note(text) {
      print(`${paint('cyan', 'note')} ${oneLine(text)}`)
    },
    ended(report, closing) {
      stream.write(`${live ? ERASE_LINE : ''}\n${summaryText(report, paint, closing)}`)
    },
  }

  function resultLine(result: ScenarioResult): string {
    const { mark, style } = MARKS[result.outcome]
    const took = paint('dim', span(result.durationMs))
    return `${paint(style, `${mark} ${result.outcome}`)} ${oneLine(result.id)} ${took}  ${reasonOf(result)}`
  }
}

const ERASE_LINE = `\r${String.fromCharCode(0x1b)}[2K`
const FAILURES: readonly Outcome[] = ['fail', 'flaky', 'unexpected-pass', 'unclean']
const SHOWN: readonly Outcome[] = [...FAILURES, 'error', 'blocked', 'known-failure']

function counter(done: number, total: number, failed: number): string {
  return `${done}/${total} done, ${failed} failed`
}

function crossesTenth(done: number, total: number): boolean {
  const tenth = (n: number) => Math.floor((n * 10) / Math.max(total, 1))
  return tenth(done) > tenth(done - 1)
}
