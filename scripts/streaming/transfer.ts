import type { CriMethods } from '../../src/cri/client.ts'
import { openExec } from '../../src/streaming/open-exec.ts'
import type { StreamProtocol } from '../../src/streaming/remote-session.ts'

/** Which way the bytes go: from the command to the client, or from the client to the command. */
export type Direction = 'stdout' | 'stdin'

/** An exec session through crivet's client. */
export interface Route {
  readonly cri: CriMethods
  readonly containerId: string
  readonly protocol: StreamProtocol
}

const DEADLINE_MS = 600_000
const LINE_BYTES = 64 * 1024
const PIECE = Buffer.alloc(1024 * 1024, 'crivet ')

/** The command that writes or takes so many bytes; lines are cheaper to make than random ones. */
export function commandOf(direction: Direction, bytes: number): readonly string[] {
  return direction === 'stdout'
    ? ['/workload', 'lines', String(bytes / LINE_BYTES), String(LINE_BYTES - 1)]
    : ['/workload', 'count-stdin', String(bytes)]
}

/** Moves bytes one way through crivet's client, drops or invents them, and checks that all arrived. */
export async function transfer(route: Route, direction: Direction, bytes: number): Promise<void> {
  const { cri, containerId: container_id, protocol } = route
  const streams = { stdout: true, stdin: direction === 'stdin' }
  const cmd = [...commandOf(direction, bytes)]
  const { url } = await cri.exec({ container_id, cmd, ...streams })
  const session = await openExec({ url, protocol, deadlineMs: DEADLINE_MS, ...streams })
  let arrived = 0
  if (direction === 'stdout') {
    for await (const piece of session.stdout) arrived += piece.length
  } else {
    for (let sent = 0; sent < bytes; sent += PIECE.length) {
      await session.stdin.write(PIECE.subarray(0, Math.min(PIECE.length, bytes - sent)))
    }
    arrived = countedIn((await session.stdout.until('\n')).toString())
  }
  await session.finish()
  if (arrived !== bytes) throw new Error(`${arrived} of ${bytes} bytes arrived by ${protocol}`)
}

/** The bytes that `count-stdin` says it took. */
export function countedIn(facts: string): number {
  return (JSON.parse(facts) as { readonly bytes: number }).bytes
}
