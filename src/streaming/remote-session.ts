import type { ByteSource } from './byte-queue.ts'
import type { Collected } from './collect.ts'
import type { CloseReason } from './ending.ts'
import type { StreamError } from './errors.ts'
import type { ExecStatus } from './exec-status.ts'
import type { Leaving } from './leaving.ts'

/** The two ways to speak with a streaming server. */
export type StreamProtocol = 'spdy' | 'websocket'

/** What a client sends to a process. */
export interface RemoteInput {
  /** Resolves when the bytes have left this process; they must not change before. */
  write(bytes: Uint8Array | string): Promise<void>
  /** Gives the process end-of-file; not possible over WebSocket before v5 (see `canEnd`). */
  end(): Promise<void>
  readonly canEnd: boolean
}

/** The size of a terminal in characters. */
export interface TerminalSize {
  readonly width: number
  readonly height: number
}

/** Everything a session carried, once it is over. */
export interface SessionOutcome {
  readonly status: ExecStatus
  readonly stdout: Collected
  readonly stderr: Collected
}

/**
 * An exec or attach session. Outputs share one connection: one that nobody reads holds back the
 * others and the status once a buffer is full, so each must be read or discarded.
 */
export interface RemoteSession {
  readonly protocol: StreamProtocol
  /** The version of the remote command protocol that the server chose. */
  readonly subprotocol: string
  readonly stdin: RemoteInput
  /** At its end from the start where it was not asked for. */
  readonly stdout: ByteSource
  /** At its end from the start where it was not asked for. */
  readonly stderr: ByteSource
  /** What the server said of the command; fails with the session's error if it says nothing. */
  readonly status: Promise<ExecStatus>
  /** Resolves when the connection is gone; never rejects. */
  readonly closed: Promise<CloseReason>
  /** Broken rules of the protocol that did not end the session. */
  readonly violations: readonly StreamError[]
  /** Tells the terminal's size; only with a tty. */
  resize(size: TerminalSize): Promise<void>
  /** Reads outputs and status to the end, lets the server close, and closes if it does not. */
  finish(options?: { readonly maxBytes?: number }): Promise<SessionOutcome>
  /** Leaves; resolves when the connection is gone. */
  close(how?: Leaving): Promise<CloseReason>
}
