import { MESSAGES } from '../cri/gen/wire.ts'
import { fieldsOnWire, type WireField } from '../cri/wire-fields.ts'

/** Whether a message has fields, at its top level, that the API does not have. */
export function hasUnknownFields(type: string, message: Buffer): boolean {
  return unknownFields(type, message).length > 0
}

/** The encoded message with those fields of the original, at its top level, that the API does not have. */
export function withUnknownOf(type: string, original: Buffer, encoded: Buffer): Buffer {
  const unknown = unknownFields(type, original)
  return Buffer.concat([encoded, ...unknown.map(({ at, end }) => original.subarray(at, end))])
}

function unknownFields(type: string, message: Buffer): readonly WireField[] {
  const known = new Set((MESSAGES[type] ?? []).map(({ number }) => number))
  return [...fieldsOnWire(message)].filter(({ number }) => !known.has(number))
}
