import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

const CRICTL = 'crictl, SPDY'

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
  const clients = new Map([
    ['crivet, SPDY', ours('spdy')],
    ['crivet, WebSocket', ours('websocket')],
    [CRICTL, (size: number) => byCrictl(crictl, containerId, direction, size)],
  ])
  const times = new Map([...clients.keys()].map((it) => [it, { empty: ms(), full: ms() }]))
  for (let round = 0; round < rounds; round++) {
    for (const [client, move] of clients) {
      const { empty, full } = times.get(client) ?? { empty: ms(), full: ms() }
      empty.push(await timed(() => move(0)))
      full.push(await timed(() => move(bytes)))
    }
  }
  const took = (client: string) => {
    const { empty, full } = times.get(client) ?? { empty: ms(), full: ms() }
    return median(full) - median(empty)
  }
  return [...clients.keys()].map((client) => ({
    client,
    mibPerSecond: bytes / 1024 ** 2 / (took(client) / 1000),
    timesCrictl: took(client) / took(CRICTL),
  }))
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

const ms = (): number[] => []

async function timed(action: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await action()
  return performance.now() - startedAt
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
