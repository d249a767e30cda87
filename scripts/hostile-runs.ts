// Fifty short runs against a runtime that answers nonsense, floods, hangs up and goes away: `tsx
// scripts/hostile-runs.ts [RUNS] [SEED]`. Each has to end in time, with reports that others can read.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect } from '../src/cri/client.ts'
import { ActiveFault } from '../src/mutants/fault.ts'
import { HOSTILITIES, type Hostility, hostileFault } from '../src/mutants/hostile.ts'
import { startProxy } from '../src/mutants/proxy.ts'
import { PLAIN_TARGET, type PreparedTarget, prepareTarget } from '../src/runner/prepare.ts'
import { randomNumbers } from '../src/runner/seeded.ts'
import { listCgroups, runOfCgroup } from '../src/runtimes/cgroups.ts'
import { findRuns } from '../src/runtimes/state-dir.ts'

const MAIN = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url))
const SCENARIOS = [
  'version.*',
  'pod.run.*',
  'container.status.*',
  'exec.sync.streams-separate',
  'exec.sync.exit-codes',
  'image.status.*',
  'events.sandbox.*',
]
const TIMEOUT_SCALE = 0.2
// Launch, suites and reports, and for each scenario in a row its body's and its cleanup's time, scaled.
const LIMIT_MS = 400_000
const MEMORY_KIB = 1_500_000
const EXIT_CODES = [0, 1, 3]

// Python's own parsers: not those that wrote the reports.
const PARSE = `
import json, sys, xml.etree.ElementTree as tree
verdict = json.load(open(sys.argv[1] + '/verdict.json'))
try:
    import jsonschema
    jsonschema.validate(verdict, json.load(open(sys.argv[2])))
except ImportError:
    pass
cases = tree.parse(sys.argv[1] + '/junit.xml').getroot().iter('testcase')
names = {case.get('name') for case in cases}
missing = [it['id'] for it in verdict['scenarios'] if it['id'] not in names]
assert not missing, missing
assert verdict['scenarios'], 'no scenarios'
`

const runs = Number(process.argv[2] ?? 50)
const firstSeed = Number(process.argv[3] ?? 1)

const prepared = await prepareTarget(
  {
    ...PLAIN_TARGET,
    launch: 'containerd',
    launchBinary: process.env.CRIVET_LAUNCH_BINARY,
  },
  (text) => console.error(text),
  new AbortController().signal,
)
let interrupted = false
process.once('SIGINT', () => {
  interrupted = true
})
let failures = 0
const runIds = new Set<string>()
try {
  for (let seed = firstSeed; seed < firstSeed + runs && !interrupted; seed++) {
    const { kinds, problems, what } = await hostileRun(prepared, seed)
    failures += problems.length > 0 ? 1 : 0
    console.log(
      `seed ${seed} ${kinds.join('+')}: ${what}${problems.map((it) => `\n  ✗ ${it}`).join('')}`,
    )
  }
} finally {
  for (const line of await prepared.dispose()) console.error(`could not be removed: ${line}`)
}
// A second look: what a runtime makes when all have left.
const cgroups = cgroupsOf(runIds)
for (const dir of cgroups) console.log(`✗ left behind: ${dir}`)
console.log(`${runs} hostile runs, ${failures} with problems`)
process.exitCode = failures + cgroups.length > 0 ? 1 : 0

// Another such script may be at work beside this one.
function cgroupsOf(ids: ReadonlySet<string>): readonly string[] {
  return listCgroups().filter((dir) => ids.has(runOfCgroup(dir) ?? ''))
}

async function hostileRun({ target }: PreparedTarget, seed: number) {
  const random = randomNumbers(seed)
  const kinds = kindsFor(random)
  const share = 0.02 + random() * 0.3
  const after = 8 + Math.floor(random() * 60)
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'))
  const fault = new ActiveFault(hostileFault({ kinds, share, after, random }))
  const socket = join(folder, 'sock')
  const proxy = await startProxy({ socket, endpoint: target.endpoint, fault })
  const output = join(folder, 'report')
  const scenarios = SCENARIOS.flatMap((glob) => ['--scenario', glob])
  const scale = ['--timeout-scale', String(TIMEOUT_SCALE), '--parallel', '12']
  const reporters = ['--reporter', 'console,json,junit,html,markdown,github']
  const run = await crivet([
    'run',
    proxy.endpoint,
    ...scenarios,
    ...scale,
    ...reporters,
    '--output',
    output,
  ])
  await proxy.close()
  if (run.runId !== undefined) runIds.add(run.runId)
  const problems = [
    ...judgeRun(run),
    ...(fault.touched > 0 ? [] : ['nothing hostile was answered']),
    ...judgeReports(output, run.code),
    ...(await judgeLeftovers(target.endpoint, run)),
  ]
  const what = `exit ${run.code} after ${Math.round(run.tookMs / 1000)} s, ${Math.round(run.peakKib / 1024)} MiB, ${fault.touched} answers changed`
  if (problems.length === 0) rmSync(folder, { recursive: true, force: true })
  else console.error(`  kept: ${folder}\n${run.text.slice(-2000)}`)
  return { kinds, problems, what }
}

function kindsFor(random: () => number): readonly Hostility[] {
  const one = HOSTILITIES[Math.floor(random() * HOSTILITIES.length)] as Hostility
  // Half of the runs meet one kind, the others all that do not end the run at once.
  return random() < 0.5 ? [one] : HOSTILITIES.filter((kind) => kind !== 'vanishes')
}

interface Ended {
  readonly code: number | null
  readonly pid: number
  /** Absent where it ended before its run began. */
  readonly runId: string | undefined
  readonly tookMs: number
  readonly peakKib: number
  readonly text: string
}

function crivet(args: readonly string[]): Promise<Ended> {
  const startedMs = performance.now()
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, NO_COLOR: '1' } })
  const pid = child.pid ?? 0
  let text = ''
  let peakKib = 0
  let runId: string | undefined
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
    })
  }
  const looking = setInterval(() => {
    peakKib = Math.max(peakKib, peakOf(pid))
    runId ??= findRuns().find(({ owner }) => owner.pid === pid)?.runId
  }, 500)
  const killing = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
  return new Promise((done) => {
    child.on('close', (code) => {
      clearInterval(looking)
      clearTimeout(killing)
      done({ code, pid, runId, tookMs: performance.now() - startedMs, peakKib, text })
    })
  })
}

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+([0-9]+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    // It ended between two looks.
    return 0
  }
}

function judgeRun({ code, peakKib, text }: Ended): readonly string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are looked for
  const control = /[\x00-\x08\x0b-\x1f\x7f]/.exec(text)
  return [
    ...(code !== null && EXIT_CODES.includes(code) ? [] : [`exit code ${code}`]),
    ...(peakKib < MEMORY_KIB ? [] : [`took ${peakKib} KiB of memory`]),
    ...(control ? [`control character ${JSON.stringify(control[0])} on the terminal`] : []),
    ...(/^::error::owned/m.test(text) ? ['a workflow command of the runtime got through'] : []),
    ...(/\bat .*\(.*:[0-9]+:[0-9]+\)/.test(text) ? ['a stack on the terminal'] : []),
  ]
}

function judgeReports(output: string, code: number | null): readonly string[] {
  // Where the target could not be vetted at all there is nothing to report.
  if (code === 3) return []
  const schema = fileURLToPath(new URL('../reports/verdict.schema.json', import.meta.url))
  const { status, stderr } = spawnSync('python3', ['-c', PARSE, output, schema], {
    encoding: 'utf8',
  })
  return status === 0 ? [] : [`reports do not parse: ${stderr.trim().split('\n').at(-1)}`]
}

// What a run could not take away from a runtime that lies, the cleanup takes from one that does not.
async function judgeLeftovers(
  endpoint: string,
  { pid, runId = '' }: Ended,
): Promise<readonly string[]> {
  const cleanup = await crivet(['cleanup', endpoint])
  const { cri, close } = connect({ endpoint })
  const [{ items }, { containers }] = await Promise.all([
    cri.listPodSandbox({}),
    cri.listContainers({}),
  ])
  close()
  // A start that was cut can leave what the runtime itself will not remove: then the cleanup says so.
  const left = [...items, ...containers]
    .map(({ id }) => id)
    .filter((id) => !cleanup.text.includes(id))
  return [
    ...(cleanup.code === 0 || cleanup.text.includes('could not be removed')
      ? []
      : [`cleanup ended with ${cleanup.code}: ${cleanup.text.slice(-300)}`]),
    ...(left.length === 0 ? [] : [`left after cleanup: ${left.join(', ')}`]),
    ...cgroupsOf(new Set([runId])).map((dir) => `left after cleanup: ${dir}`),
    ...(peakOf(pid) === 0 ? [] : [`process ${pid} is still there`]),
  ]
}
