import type { CallRecord } from './client.ts'
import { METHODS, type MethodName } from './gen/methods.ts'
import { redact } from './redact.ts'

const MOST_CALLS = 200
const LONGEST_MESSAGE = 4000

/** The calls of one scenario, for its report; bounded, without secrets. */
export class Transcript {
  readonly #records: CallRecord[] = []
  readonly #waiting: MethodName[] = []
  readonly #methods = new Set<MethodName>()
  #dropped = 0

  /** Notes that a call began. */
  begin(method: MethodName): void {
    this.#methods.add(method)
    this.#waiting.push(method)
  }

  /** Notes how a call ended, or an answer of a stream. */
  add(record: CallRecord): void {
    const waiting = this.#waiting.indexOf(record.method)
    if (waiting >= 0) this.#waiting.splice(waiting, 1)
    if (this.#records.length < MOST_CALLS) this.#records.push(record)
    else this.#dropped++
  }

  get records(): readonly CallRecord[] {
    return this.#records
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
    const [first] = this.#records
    const lines = this.#records.map((record) => {
      const at = `+${record.startedAtMs - (first?.startedAtMs ?? 0)} ms`
      const { request, response } = METHODS[record.method]
      const asked = shown(request, record.request)
      const answer = record.error
        ? `[${record.error.code}] ${record.error.details}`
        : shown(response, record.response ?? {})
      return `${at} ${record.method} ${asked}\n  → ${answer} (${Math.round(record.tookMs)} ms)`
    })
    if (this.#dropped > 0) lines.push(`… and ${this.#dropped} more calls`)
    return lines.join('\n')
  }
}

function shown(type: string, message: unknown): string {
  const json = JSON.stringify(redact(type, message), jsonValue) ?? '{}'
  return json.length > LONGEST_MESSAGE ? `${json.slice(0, LONGEST_MESSAGE)}…` : json
}

// Unset fields only lengthen what a person has to read.
function jsonValue(this: unknown, _key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value === 0n ? undefined : Number(value)
  if (value === null || value === '' || value === 0 || value === false) return undefined
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1')
  if (Array.isArray(value)) return value.length === 0 ? undefined : value
  if (isBuffer(value)) return Buffer.from(value.data).toString('latin1')
  if (typeof value === 'object' && Object.keys(value).length === 0) return undefined
  return value
}

// Buffers turn themselves into this before a replacer sees them.
function isBuffer(value: unknown): value is { readonly type: 'Buffer'; readonly data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer'
}
