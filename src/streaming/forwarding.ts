import type { ByteSource } from './byte-queue.ts'
import type { CloseReason, Ending } from './ending.ts'
import type { StreamError } from './errors.ts'
import type { Leaving } from './leaving.ts'
import type { StreamProtocol } from './remote-session.ts'

/** One connection to a port of the pod. */
export interface ForwardedConnection {
  readonly port: number
  /** What the pod sends. */
  readonly data: ByteSource
  /** What the server says went wrong, empty if nothing did; known when it ends the error stream. */
  readonly error: Promise<string>
  /** Whether `end` and `reset` are possible: over WebSocket they are not. */
  readonly canEnd: boolean
  /** Resolves when the bytes have left this process; they must not change before. */
  write(bytes: Uint8Array | string): Promise<void>
  /** Half-closes: the pod sees the end of what this client sends. */
  end(): Promise<void>
  /** Gives up this connection and leaves the others alone. */
  reset(): void
}

/** A session that carries connections to ports of one pod. */
export interface PortForwardSession {
  readonly protocol: StreamProtocol
  readonly subprotocol: string
  /** Resolves when the connection is gone; never rejects. */
  readonly closed: Promise<CloseReason>
  /** Broken rules of the protocol that did not end the session. */
  readonly violations: readonly StreamError[]
  /** A further connection; over WebSocket as many as the request named the port, each open from the start. */
  connect(port: number): Promise<ForwardedConnection>
  /** Leaves; resolves when the connection is gone. */
  close(how?: Leaving): Promise<CloseReason>
}

/** What a transport is asked to connect. */
export interface ForwardDial {
  readonly url: URL
  readonly ports: readonly number[]
  readonly subprotocols: readonly string[] | undefined
  readonly method: 'GET' | 'POST'
  readonly ending: Ending
}

/** An established session as its transport offers it. */
export type ForwardLink = Pick<PortForwardSession, 'protocol' | 'subprotocol' | 'connect'> & {
  leave(how: Leaving): void
}

const MAX_ERROR_BYTES = 64 * 1024

/** Reads what an error stream says; its failure surprises no one who does not ask. */
export function readForwardError(source: ByteSource): Promise<string> {
  const text = source.collect({ maxBytes: MAX_ERROR_BYTES }).then((said) => said.text)
  text.catch(() => undefined)
  return text
}

/** Bytes of what can be written. */
export function toBytes(bytes: Uint8Array | string): Uint8Array {
  return typeof bytes === 'string' ? Buffer.from(bytes) : bytes
}
