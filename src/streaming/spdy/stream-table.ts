import type { ByteQueue } from '../byte-queue.ts'
import { StreamError } from '../errors.ts'
import { newStream, type SpdyStream } from './stream.ts'

/** The streams that a client has opened, and what is known of those that are over. */
export class StreamTable {
  readonly #onViolation: (message: string) => void
  readonly #streams = new Map<number, SpdyStream>()
  /** Streams this client has reset: frames for them may still be under way. */
  readonly #abandoned = new Set<number>()
  #nextId = 1

  constructor(onViolation: (message: string) => void) {
    this.#onViolation = onViolation
  }

  /** Whether any stream was opened. */
  get opened(): boolean {
    return this.#nextId > 1
  }

  /** Whether nothing more can come from the server on any stream. */
  get silent(): boolean {
    return this.all().every((it) => it.inbound.endedBy)
  }

  /** Those that are not over in both directions. */
  all(): readonly SpdyStream[] {
    return [...this.#streams.values()]
  }

  open(name: string, inputOnly: boolean, inbound: ByteQueue): SpdyStream {
    const stream = newStream(this.#nextId, name, inputOnly, inbound)
    this.#nextId += 2
    this.#streams.set(stream.id, stream)
    return stream
  }

  /** Takes out a stream that this client resets; false if it is over already. */
  abandon(stream: SpdyStream): boolean {
    if (!this.#streams.delete(stream.id)) return false
    this.#abandoned.add(stream.id)
    return true
  }

  forgetIfOver(stream: SpdyStream): void {
    if (stream.finished && stream.inbound.endedBy) this.#streams.delete(stream.id)
  }

  /**
   * The stream of that id; nothing for one that is over.
   * @throws StreamError for one that was never opened: then the framing cannot be trusted.
   */
  find(id: number, what: string): SpdyStream | undefined {
    const stream = this.#streams.get(id)
    if (stream) return stream
    if (id === 0 || id % 2 === 0 || id >= this.#nextId) {
      const opened = this.opened ? `opened were 1 to ${this.#nextId - 2}` : 'none was opened'
      throw new StreamError('protocol', `${what} on stream ${id}, which is unknown (${opened})`)
    }
    // Both sides may reset at once.
    if (!this.#abandoned.has(id) && !what.startsWith('RST_STREAM')) {
      this.#onViolation(`${what} on stream ${id}, which is over`)
    }
    return undefined
  }
}
