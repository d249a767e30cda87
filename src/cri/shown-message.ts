import { isUtf8 } from 'node:buffer'
import { type FieldInfo, MESSAGES } from './gen/wire.ts'

const LONGEST = 4000

/** A message as JSON for people: unset fields left out, secrets hidden, integers exact, cut when long. */
export function shownMessage(type: string, message: unknown): string {
  const json = JSON.stringify(short(type, message))
  return json.length > LONGEST ? `${json.slice(0, LONGEST)}…` : json
}

function short(type: string, message: unknown): Readonly<Record<string, unknown>> {
  const fields = (message ?? {}) as Readonly<Record<string, unknown>>
  const set = (MESSAGES[type] ?? []).filter((field) => isSet(field, fields[field.name]))
  return Object.fromEntries(set.map((field) => [field.name, shownField(field, fields[field.name])]))
}

function isSet({ kind, label }: FieldInfo, value: unknown): boolean {
  if (value === undefined || value === null) return false
  if (label === 'repeated') return (value as readonly unknown[]).length > 0
  if (label === 'map') return Object.keys(value).length > 0
  if (value instanceof Uint8Array) return value.length > 0
  // A message that is there says something even when it is empty.
  return kind === 'message' || (value !== '' && value !== 0 && value !== 0n && value !== false)
}

function shownField({ type, kind, label, redacted }: FieldInfo, value: unknown): unknown {
  if (redacted) return '[redacted]'
  const one = (it: unknown) => (kind === 'message' ? short(type, it) : shownScalar(it))
  return label === 'repeated'
    ? (value as readonly unknown[]).map(one)
    : label === 'map'
      ? value
      : one(value)
}

function shownScalar(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString(isUtf8(value) ? 'utf8' : 'latin1')
  }
  if (typeof value !== 'bigint') return value
  // As a number where that is exact: nanoseconds since the epoch are not.
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
}
