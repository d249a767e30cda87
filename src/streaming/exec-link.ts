import type { ByteQueue } from './byte-queue.ts'
import type { Ending } from './ending.ts'
import type { Leaving } from './leaving.ts'
import type { StreamProtocol } from './remote-session.ts'

/** Which streams a session has, as the CRI request asked for them. */
export interface ExecStreams {
  readonly stdin?: boolean
  readonly stdout?: boolean
  readonly stderr?: boolean
  readonly tty?: boolean
}

/** What a transport is asked to connect. */
export interface ExecDial {
  readonly url: URL
  readonly streams: ExecStreams
  readonly subprotocols: readonly string[] | undefined
  readonly method: 'GET' | 'POST'
  readonly ending: Ending
}

/** An established session as its transport offers it. */
export interface ExecLink {
  readonly protocol: StreamProtocol
  readonly subprotocol: string
  readonly stdout: ByteQueue | undefined
  readonly stderr: ByteQueue | undefined
  readonly error: ByteQueue
  /** Sends bytes on one of the channels towards the process. */
  write(channel: 'stdin' | 'resize', bytes: Uint8Array): Promise<void>
  /** Ends the input; nothing where the protocol has no way to. */
  readonly endInput: (() => Promise<void>) | undefined
  leave(how: Leaving): void
}
