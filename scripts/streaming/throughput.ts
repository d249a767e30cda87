import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from '../median.ts'
import { type Crictl, runToEnd } from './crictl.ts'
import { commandOf, countedIn, type Direction, transfer } from './transfer.ts'
import type { Workbench } from './workbench.ts'

/** One client's throughput one way. */
export interface Throughput {
  readonly client: string
  readonly mibPerSecond: number
  /** How many times as long as crictl it took. */
  readonly timesCrictl: number
}

/** What is measured. */
export interface Measuring {
  readonly bench: Workbench
  readonly containerId: string
  readonly crictl: Crictl
  readonly bytes: number
  readonly rounds: number
}

/**
 * Moves the bytes one way by each client in turns. The time of a session that moves nothing is taken
 * off, so that starting crictl does not count against it.
 */
export async function measureThroughput(
  { bench, containerId, crictl, bytes, rounds }: Measuring,
  direction: Direction,
): Promise<readonly Throughput[]> {
  const ours = (protocol: 'spdy' | 'websocket') => (size: number) =>
    transfer({ cri: bench.cri, containerId, protocol }, direction, size)
  const clients = [
    client('crivet, SPDY', ours('spdy')),
    client('crivet, WebSocket', ours('websocket')),
  ]
  const theirs = client('crictl, SPDY', (size) => byCrictl(crictl, containerId, direction, size))
  for (let round = 0; round < rounds; round++) {
    for (const { move, emptyMs, fullMs } of [...clients, theirs]) {
      emptyMs.push(await timed(() => move(0)))
      fullMs.push(await timed(() => move(bytes)))
    }
  }
  return [...clients, theirs].map((it) => ({
    client: it.name,
    mibPerSecond: bytes / 1024 ** 2 / (tookMs(it) / 1000),
    timesCrictl: tookMs(it) / tookMs(theirs),
  }))
}

interface Client {
  readonly name: string
  readonly move: (bytes: number) => Promise<void>
  readonly emptyMs: number[]
  readonly fullMs: number[]
}

function client(name: string, move: Client['move']): Client {
  return { name, move, emptyMs: [], fullMs: [] }
}

function tookMs({ emptyMs, fullMs }: Client): number {
  return median(fullMs) - median(emptyMs)
}

// Its input is a file without content on the disk, its output goes nowhere: neither costs it much.
async function byCrictl(
  crictl: Crictl,
  containerId: string,
  direction: Direction,
  bytes: number,
): Promise<void> {
  const command = commandOf(direction, bytes)
  if (direction === 'stdout') {
    const child = crictl.start(['exec', containerId, ...command], ['ignore', 'ignore', 'inherit'])
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error(`crictl ended with ${code}`)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'crivet-input-'))
  const file = join(folder, 'zeros')
  writeFileSync(file, '')
  truncateSync(file, bytes)
  const input = openSync(file, 'r')
  try {
    const args = ['exec', '--interactive', containerId, ...command]
    const { stdout } = await runToEnd(crictl.start(args, [input, 'pipe', 'pipe']))
    const arrived = countedIn(stdout.toString())
    if (arrived !== bytes) throw new Error(`${arrived} of ${bytes} bytes arrived by crictl`)
  } finally {
    closeSync(input)
    rmSync(folder, { recursive: true })
  }
}

async function timed(action: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await action()
  return performance.now() - startedAt
}
