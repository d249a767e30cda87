// `tsx scripts/bench.ts [ENDPOINT]`: how long it takes to see help, a first result, a whole run. Needs a build.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './median.ts'

const MAIN = join(import.meta.dirname, '..', 'dist', 'src', 'cli', 'main.js')
const HELP_RUNS = 11
const HELP_MS = 150
const FIRST_RESULT_MS = 2_000

const [endpoint] = process.argv.slice(2)
const target = endpoint === undefined ? ['run', '--launch', 'containerd'] : [endpoint]
const dir = mkdtempSync(join(tmpdir(), 'crivet-bench-'))

const helps: number[] = []
for (let run = 0; run < HELP_RUNS; run++) helps.push((await timed(['--help'])).ms)
say('crivet --help, median', median(helps), HELP_MS)

const begun = Date.now()
const { ms, readyMs, output } = await timed([...target, '--output', dir])
if (endpoint === undefined) say('private runtime ready', readyMs)
say('first result after that', firstResult() - begun - readyMs, FIRST_RESULT_MS)
say('whole run', ms)
console.log(/^ *scenarios .*$/m.exec(output)?.[0].trim() ?? output)
rmSync(dir, { recursive: true })

interface Timed {
  readonly ms: number
  readonly output: string
  /** When a private runtime was launched; 0 where none was. */
  readonly readyMs: number
}

function timed(args: readonly string[]): Promise<Timed> {
  const started = performance.now()
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let readyMs = 0
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
    if (readyMs === 0 && /^note launched /m.test(output)) readyMs = performance.now() - started
  })
  return new Promise((done, failed) => {
    child.on('error', failed)
    child.on('close', () => done({ ms: performance.now() - started, output, readyMs }))
  })
}

// Progress is printed now and then only: the report knows when the first scenario was over.
function firstResult(): number {
  const { scenarios } = JSON.parse(readFileSync(join(dir, 'verdict.json'), 'utf8')) as {
    readonly scenarios: readonly { startedAt: string; durationMs: number; outcome: string }[]
  }
  const ends = scenarios
    .filter(({ outcome }) => outcome !== 'skipped')
    .map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs)
  return Math.min(...ends)
}

function say(what: string, ms: number, goalMs?: number): void {
  const goal = goalMs === undefined ? '' : `  (goal ${goalMs} ms)`
  console.log(`${what.padEnd(28)} ${String(Math.round(ms)).padStart(7)} ms${goal}`)
}
