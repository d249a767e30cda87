import { MESSAGES } from '../cri/gen/wire.ts'
import { fieldsOnWire } from '../cri/wire-fields.ts'

/** The encoded message with those fields of the original, at its top level, that the API does not have. */
export function withUnknownOf(type: string, original: Buffer, encoded: Buffer): Buffer {
  const known = new Set((MESSAGES[type] ?? []).map(({ number }) => number))
  const unknown = [...fieldsOnWire(original)].filter(({ number }) => !known.has(number))
  return Buffer.concat([encoded, ...unknown.map(({ at, end }) => original.subarray(at, end))])
}
