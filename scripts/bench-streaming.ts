/**
 * `npm run bench:streaming -- [--launch crio] [--launch-binary PATH] [--runtime-handler NAME] [--crictl PATH]`: how
 * fast bytes go through crivet's streaming client and through crictl, in turn in one run, and what memory a
 * gibibyte takes. Fails where crivet is slower than half of crictl over SPDY, which is all that crictl speaks
 * to today's runtimes, or where memory grows.
 */
import { openCrictl } from './streaming/crictl.ts'
import { streamingFlags } from './streaming/flags.ts'
import { crictlTransfers, crivetTransfers, type Transfer } from './streaming/transfers.ts'
import { openWorkbench } from './streaming/workbench.ts'

const MIB = 1024 * 1024
const ROUNDS = 3
const ROUND_MIB = 128
const LARGE_MIB = 1024
const LOOK_EVERY_MS = 50
const GROWTH_MIB = 64

const flags = streamingFlags()
const bench = await openWorkbench(flags)
const complaints: string[] = []
try {
  const crictl = await openCrictl(bench.endpoint, flags.crictl)
  try {
    const container = await bench.run(['pause'])
    const theirs = crictlTransfers(crictl, container)
    const spdy = crivetTransfers(bench, container, 'spdy')
    const webSocket = crivetTransfers(bench, container, 'websocket')
    console.log(`${bench.runtime}, ${ROUND_MIB} MiB, median of ${ROUNDS}\n`)
    console.log(
      '| direction | crictl | crivet, SPDY | crivet, WebSocket |\n| --- | --- | --- | --- |',
    )
    for (const way of ['stdout', 'stdin'] as const) {
      const speeds = await inTurn([theirs[way], spdy[way], webSocket[way]])
      const [base = Number.NaN, ...ours] = speeds
      const cells = ours.map((it) => `${it.toFixed(0)} MiB/s (${(it / base).toFixed(2)} ×)`)
      console.log(`| ${way} | ${base.toFixed(0)} MiB/s | ${cells.join(' | ')} |`)
      if (!((ours[0] ?? 0) > base / 2)) complaints.push(`${way} is slower than half of crictl`)
    }
    console.log(`\n${LARGE_MIB} MiB in one session:\n`)
    for (const [name, { stdout, stdin }] of [
      ['SPDY', spdy],
      ['WebSocket', webSocket],
    ] as const) {
      for (const [way, transfer] of [
        ['stdout', stdout],
        ['stdin', stdin],
      ] as const) {
        const { before, peak } = await memoryOf(() => transfer(LARGE_MIB * MIB))
        console.log(
          `- ${way}, ${name}: ${before.toFixed(0)} MiB resident before, ${peak.toFixed(0)} at most`,
        )
        if (peak - before > GROWTH_MIB) complaints.push(`${way} over ${name} takes memory`)
      }
    }
  } finally {
    await crictl.close()
  }
} finally {
  await bench.close()
}
for (const it of complaints) console.error(`✗ ${it}`)
process.exitCode = complaints.length > 0 ? 1 : 0

// What else the machine does meets all of them alike.
async function inTurn(transfers: readonly Transfer[]): Promise<readonly number[]> {
  const rounds: number[][] = transfers.map(() => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, transfer] of transfers.entries()) {
      const started = performance.now()
      await transfer(ROUND_MIB * MIB)
      rounds[index]?.push(ROUND_MIB / ((performance.now() - started) / 1000))
    }
  }
  return rounds.map((speeds) => speeds.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN)
}

async function memoryOf(work: () => Promise<void>): Promise<{ before: number; peak: number }> {
  const now = () => process.memoryUsage.rss() / MIB
  const before = now()
  let peak = before
  const looking = setInterval(() => {
    peak = Math.max(peak, now())
  }, LOOK_EVERY_MS)
  try {
    await work()
  } finally {
    clearInterval(looking)
  }
  return { before, peak }
}
