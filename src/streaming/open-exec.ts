import { CrivetError } from '../errors.ts'
import { ByteQueue, type ByteSource } from './byte-queue.ts'
import { type Bounds, Ending } from './ending.ts'
import type { ExecLink, ExecStreams } from './exec-link.ts'
import { type ExecStatus, readStatus } from './exec-status.ts'
import { Intake } from './intake.ts'
import { ORDERLY_MS } from './leaving.ts'
import type { RemoteInput, RemoteSession, StreamProtocol } from './remote-session.ts'
import { dialSpdyExec } from './spdy/exec.ts'
import { streamUrl } from './stream-url.ts'
import { dialWebSocketExec } from './websocket/exec.ts'

/** What to open: the URL of Exec or Attach and the streams that the request asked for. */
export interface ExecOptions extends Bounds, ExecStreams {
  readonly url: string
  readonly protocol: StreamProtocol
  /** Versions to offer in the order of preference, in place of all that are known. */
  readonly subprotocols?: readonly string[]
  /** Of the upgrade request; SPDY only. */
  readonly method?: 'GET' | 'POST'
}

/**
 * Opens the session behind a URL of Exec or Attach. The flags must be those of the CRI request: over
 * SPDY a server waits for exactly these streams. Attaching by WebSocket without stdin gives a
 * container that has one an end of input.
 * @throws StreamRefused for an HTTP answer, StreamError for everything else the server did.
 * @example
 * const { url } = await cri.exec({ container_id, cmd: ['cat'], stdin: true, stdout: true })
 * const session = await openExec({ url, protocol: 'spdy', stdin: true, stdout: true })
 * await session.stdin.write('hello')
 * await session.stdin.end()
 * const { status, stdout } = await session.finish()
 */
export async function openExec(options: ExecOptions): Promise<RemoteSession> {
  const url = streamUrl(options.url)
  const ending = new Ending(options)
  const { protocol, subprotocols, method = 'POST' } = options
  const dial = protocol === 'spdy' ? dialSpdyExec : dialWebSocketExec
  try {
    const link = await dial({ url, streams: options, subprotocols, method, ending })
    return sessionOver(link, ending, options)
  } catch (error) {
    ending.abandon(error)
    throw error
  }
}

function sessionOver(link: ExecLink, ending: Ending, options: ExecOptions): RemoteSession {
  const stdout = link.stdout ?? nothing()
  const stderr = link.stderr ?? nothing()
  const status = statusOf(link, ending)
  let known = false
  status.then(
    () => {
      known = true
    },
    // Whoever asks for the status hears of its absence.
    () => undefined,
  )
  ending.describe = () =>
    `stdout ${standing(stdout)}, stderr ${standing(stderr)}, status ${known ? 'known' : 'missing'}`
  const close: RemoteSession['close'] = (how = 'orderly') => {
    link.leave(how)
    return ending.closed
  }
  return {
    protocol: link.protocol,
    subprotocol: link.subprotocol,
    stdin: inputOver(link, options),
    stdout,
    stderr,
    status,
    closed: ending.closed,
    violations: ending.violations,
    resize: async ({ width, height }) => {
      await link.write('resize', Buffer.from(JSON.stringify({ Width: width, Height: height })))
    },
    finish: async (limits) => {
      const all = await Promise.all([status, stdout.collect(limits), stderr.collect(limits)])
      await closedOr(ending, () => close())
      return { status: all[0], stdout: all[1], stderr: all[2] }
    },
    close,
  }
}

function inputOver(link: ExecLink, { protocol, stdin = false }: ExecOptions): RemoteInput {
  const { endInput } = link
  return {
    canEnd: stdin && endInput !== undefined,
    write: (bytes) => link.write('stdin', typeof bytes === 'string' ? Buffer.from(bytes) : bytes),
    end: async () => {
      if (endInput) return endInput()
      const what = `${protocol} with ${link.subprotocol} has no way to end stdin`
      throw new CrivetError('CRIVET_STREAM', what, {
        hint: 'use SPDY, a tty and ^D, or a command that counts its input',
      })
    },
  }
}

async function statusOf(link: ExecLink, ending: Ending): Promise<ExecStatus> {
  try {
    return await readStatus(link.error, !HAS_JSON_STATUS.test(link.subprotocol), (surplus) =>
      ending.violation(`${surplus.length} bytes on the error stream after the status`),
    )
  } catch (error) {
    // A status that cannot be read leaves nothing to wait for.
    link.error.discard()
    throw error
  }
}

const HAS_JSON_STATUS = /^v[45]\./

function standing(source: ByteSource): string {
  return `${source.receivedBytes} bytes (${source.endedBy ?? 'open'})`
}

function nothing(): ByteQueue {
  const queue = new ByteQueue(new Intake())
  queue.end('fin')
  return queue
}

async function closedOr(ending: Ending, close: () => unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, ORDERLY_MS)
  })
  await Promise.race([ending.closed, patience])
  clearTimeout(timer)
  if (!ending.reason) close()
  await ending.closed
}
