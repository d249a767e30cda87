/**
 * `npm run bench:streaming -- [--launch crio] [--launch-binary PATH] [--runtime-handler NAME] [--crictl PATH]`:
 * the throughput of crivet's streaming client beside crictl's, in turns on one runtime, and the memory
 * that a large transfer takes. Fails where ours takes over twice as long, or memory grows with the bytes.
 */
import { measureMemory } from './streaming/measure-memory.ts'
import { measureThroughput } from './streaming/throughput.ts'
import { withStreams } from './streaming/with-streams.ts'

const MIB = 1024 ** 2
const BYTES = 256 * MIB
const ROUNDS = 3
const MOST_TIMES_CRICTL = 2
const LARGE_BYTES = 1024 * MIB
const MOST_GROWTH_BYTES = 64 * MIB
const DIRECTIONS = ['stdout', 'stdin'] as const
const PROTOCOLS = ['spdy', 'websocket'] as const

let missed = 0
await withStreams(async (bench, crictl) => {
  const containerId = await bench.run(['pause'])
  console.log(`${bench.runtime}; ${BYTES / MIB} MiB, medians of ${ROUNDS} rounds\n`)
  console.log('| stream | client | MiB/s | time, times crictl’s |\n| --- | --- | --- | --- |')
  for (const direction of DIRECTIONS) {
    const measuring = { bench, containerId, crictl, bytes: BYTES, rounds: ROUNDS }
    for (const measured of await measureThroughput(measuring, direction)) {
      const { client, mibPerSecond, timesCrictl } = measured
      const times = judged(timesCrictl.toFixed(2), timesCrictl <= MOST_TIMES_CRICTL)
      console.log(`| ${direction} | ${client} | ${Math.round(mibPerSecond)} | ${times} |`)
    }
  }
  console.log(`\n${LARGE_BYTES / MIB} MiB each way, resident memory in MiB\n`)
  console.log('| stream | transport | after a warm-up | peak |\n| --- | --- | --- | --- |')
  for (const direction of DIRECTIONS) {
    for (const protocol of PROTOCOLS) {
      const route = { endpoint: bench.endpoint, containerId, protocol, direction }
      const { startBytes, peakBytes } = await measureMemory(route, LARGE_BYTES)
      const peak = Math.round(peakBytes / MIB)
      const shown = judged(String(peak), peakBytes - startBytes <= MOST_GROWTH_BYTES)
      console.log(`| ${direction} | ${protocol} | ${Math.round(startBytes / MIB)} | ${shown} |`)
    }
  }
})
process.exitCode = missed > 0 ? 1 : 0

function judged(figure: string, good: boolean): string {
  if (good) return figure
  missed++
  return `**${figure}**`
}
