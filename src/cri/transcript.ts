import type { CallRecord } from './client.ts'
import { METHODS, type MethodName } from './gen/methods.ts'
import { shownMessage } from './shown-message.ts'

// A scenario that goes wrong shows it in its last calls; what they are about was made in the first.
const FIRST_CALLS = 60
const LAST_CALLS = 140
const KEPT_BYTES = 4 * 1024 * 1024

/** The calls of one scenario, for its report; bounded in number and bytes, without secrets when printed. */
export class Transcript {
  readonly #first: CallRecord[] = []
  readonly #last: CallRecord[] = []
  readonly #waiting: MethodName[] = []
  readonly #methods = new Set<MethodName>()
  #dropped = 0
  #bytes = 0

  /** Notes an RPC that was called elsewhere for it. */
  note(method: MethodName): void {
    this.#methods.add(method)
  }

  /** Notes that a call began. */
  begin(method: MethodName): void {
    this.#methods.add(method)
    this.#waiting.push(method)
  }

  /** Notes how a call ended, or an answer of a stream. */
  add(record: CallRecord): void {
    const waiting = this.#waiting.indexOf(record.method)
    if (waiting >= 0) this.#waiting.splice(waiting, 1)
    const kept = this.#slim(record)
    if (this.#first.length < FIRST_CALLS) {
      this.#first.push(kept)
      return
    }
    this.#last.push(kept)
    if (this.#last.length <= LAST_CALLS) return
    const gone = this.#last.shift()
    if (gone && 'response' in gone) this.#bytes -= gone.responseBytes ?? 0
    this.#dropped++
  }

  /** The calls that are kept, in the order of their ends. */
  get records(): readonly CallRecord[] {
    return [...this.#first, ...this.#last]
  }

  /** Every RPC that was called. */
  get methods(): readonly MethodName[] {
    return [...this.#methods].sort()
  }

  /** Calls that are under way. */
  get unanswered(): readonly MethodName[] {
    return this.#waiting
  }

  /** One call after the other: when, what, the answer. */
  toString(): string {
    const start = this.#first[0]?.startedAtMs ?? 0
    const gap = this.#dropped > 0 ? [`… ${this.#dropped} calls left out`] : []
    const line = (record: CallRecord) => shownCall(record, start)
    return [...this.#first.map(line), ...gap, ...this.#last.map(line)].join('\n')
  }

  // Past the bound a record keeps all but its answer, whose size still shows.
  #slim(record: CallRecord): CallRecord {
    const { response, ...slim } = record
    if (response === undefined) return record
    const bytes = record.responseBytes ?? 0
    if (this.#bytes + bytes > KEPT_BYTES) return slim
    this.#bytes += bytes
    return record
  }
}

function shownCall(record: CallRecord, start: number): string {
  const { method, request, startedAtMs, tookMs } = record
  const asked = shownMessage(METHODS[method].request, request)
  return `+${startedAtMs - start} ms ${method} ${asked}\n  → ${answer(record)} (${Math.round(tookMs)} ms)`
}

function answer({ method, response, responseBytes, error }: CallRecord): string {
  if (error) return `[${error.code}] ${error.details}`
  if (response !== undefined) return shownMessage(METHODS[method].response, response)
  if (responseBytes !== undefined) return `an answer of ${responseBytes} bytes, not kept`
  return METHODS[method].serverStreaming ? 'the end of the stream' : '{}'
}
