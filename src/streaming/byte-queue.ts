import { type Collected, collect, until } from './collect.ts'
import { StreamError } from './errors.ts'
import type { Intake } from './intake.ts'

/** How a stream's data came to its end: the last two stand for the whole connection. */
export type EndedBy = 'fin' | 'reset' | 'goaway' | 'close' | 'client'

/**
 * Bytes from the server in order, to be read once by one reader at a time. A loop that is left early
 * can be taken up again. What is not read is held back: first here, then in the server.
 */
export interface ByteSource extends AsyncIterable<Uint8Array> {
  /** Set once the end is known, which may be before it is read. */
  readonly endedBy: EndedBy | undefined
  /** All that came so far, read or not. */
  readonly receivedBytes: number
  /** Reads to the end; keeps the first `maxBytes`, counts and hashes all. */
  collect(options?: { readonly maxBytes?: number }): Promise<Collected>
  /** Reads up to and with the marker and leaves what follows; fails if the end or `maxBytes` comes first. */
  until(marker: string, options?: { readonly maxBytes?: number }): Promise<string>
  /** Drops what is there and what will come, so that it holds nothing back. */
  discard(): void
}

const HIGH_BYTES = 512 * 1024
const LOW_BYTES = 128 * 1024
// A small piece would keep alive the whole 64 KiB that the socket read at once.
const COPY_BELOW_BYTES = 4096
const PIECE_COST_BYTES = 128

interface Waiter {
  readonly resolve: (result: IteratorResult<Uint8Array, undefined>) => void
  readonly reject: (error: unknown) => void
}

/** The queue behind a `ByteSource`; above its limit it holds the intake. */
export class ByteQueue implements ByteSource {
  readonly #intake: Intake
  #chunks: Uint8Array[] = []
  #next = 0
  #cost = 0
  #received = 0
  #endedBy: EndedBy | undefined
  #error: Error | undefined
  #waiters: Waiter[] = []
  #discards = false

  constructor(intake: Intake) {
    this.#intake = intake
  }

  get endedBy(): EndedBy | undefined {
    return this.#endedBy
  }

  get receivedBytes(): number {
    return this.#received
  }

  get over(): boolean {
    return this.#endedBy !== undefined || this.#error !== undefined
  }

  push(chunk: Uint8Array): void {
    if (this.over || chunk.length === 0) return
    this.#received += chunk.length
    if (this.#discards) return
    const waiter = this.#waiters.shift()
    if (waiter) {
      waiter.resolve({ done: false, value: chunk })
      return
    }
    this.#chunks.push(chunk.length < COPY_BELOW_BYTES ? Buffer.from(chunk) : chunk)
    this.#cost += chunk.length + PIECE_COST_BYTES
    if (this.#cost > HIGH_BYTES) this.#intake.hold(this)
  }

  /** No more will come. */
  end(by: EndedBy): void {
    if (this.over) return
    this.#endedBy = by
    for (const waiter of this.#waiters.splice(0)) waiter.resolve({ done: true, value: undefined })
  }

  /** What is queued can still be read, then reading fails. */
  fail(error: Error): void {
    if (this.over) return
    this.#error = error
    for (const waiter of this.#waiters.splice(0)) waiter.reject(error)
  }

  discard(): void {
    this.#discards = true
    this.#clear()
  }

  collect(options: { readonly maxBytes?: number } = {}): Promise<Collected> {
    return collect(this, options.maxBytes)
  }

  until(marker: string, options: { readonly maxBytes?: number } = {}): Promise<string> {
    return until(this, (rest) => this.#unread(rest), marker, options.maxBytes)
  }

  /** Exactly that many bytes; fails if the end comes first. */
  async take(length: number): Promise<Buffer> {
    let taken = Buffer.alloc(0)
    for await (const chunk of this) {
      taken = Buffer.concat([taken, chunk])
      if (taken.length < length) continue
      this.#unread(taken.subarray(length))
      return taken.subarray(0, length)
    }
    throw new StreamError('closed', `ended after ${taken.length} of ${length} bytes`)
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    return {
      next: () => this.#read(),
      return: () => Promise.resolve({ done: true, value: undefined }),
    }
  }

  #read(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks[this.#next]
    if (chunk) {
      this.#next++
      if (this.#next === this.#chunks.length) this.#chunks = []
      if (this.#chunks.length === 0) this.#next = 0
      this.#cost -= chunk.length + PIECE_COST_BYTES
      if (this.#cost < LOW_BYTES) this.#intake.release(this)
      return Promise.resolve({ done: false, value: chunk })
    }
    if (this.#error) return Promise.reject(this.#error)
    if (this.#endedBy) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }))
  }

  #unread(rest: Uint8Array): void {
    if (rest.length === 0 || this.#discards) return
    this.#chunks.splice(0, this.#next, rest)
    this.#next = 0
    this.#cost += rest.length + PIECE_COST_BYTES
  }

  #clear(): void {
    this.#chunks = []
    this.#next = 0
    this.#cost = 0
    this.#intake.release(this)
  }
}
