import type { ByteQueue } from '../byte-queue.ts'

/** One stream of a SPDY connection, opened by this client. */
export interface SpdyStream {
  readonly id: number
  /** Its name in messages. */
  readonly name: string
  /** The server has nothing to send on it. */
  readonly inputOnly: boolean
  readonly inbound: ByteQueue
  /** Bytes may follow the server's RST_STREAM: only the end of the connection is its end. */
  outlivesReset: boolean
  /** Whether the server has answered it. */
  replied: boolean
  /** Whether this client has ended its direction. */
  finished: boolean
  /** Why the stream takes no more bytes. */
  refusesBytes: string | undefined
  /** Writes follow one another. */
  lastWrite: Promise<void>
}

/** A stream that was just opened. */
export function newStream(
  id: number,
  name: string,
  inputOnly: boolean,
  inbound: ByteQueue,
): SpdyStream {
  if (inputOnly) inbound.discard()
  return {
    id,
    name,
    inputOnly,
    inbound,
    outlivesReset: false,
    replied: false,
    finished: false,
    refusesBytes: undefined,
    lastWrite: Promise.resolve(),
  }
}
