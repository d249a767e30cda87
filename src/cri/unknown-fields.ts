import { codecOf } from './codec.ts'
import { METHODS, type MethodName, type Methods } from './gen/methods.ts'
import { type FieldInfo, MESSAGES } from './gen/wire.ts'
import type { Init } from './init.ts'

/**
 * A request as a newer kubelet might send it: with fields the API does not have, in the request and in every
 * message within it. For `callRaw`.
 */
export function encodeWithUnknown<M extends MethodName>(
  method: M,
  request: Init<Methods[M]['request']>,
): Buffer {
  return withUnknown(METHODS[method].request, codecOf(method).encodeRequest(request))
}

// One of each wire type that proto3 has, with numbers no version of the API comes near.
const UNKNOWN = Buffer.concat([
  tag(9_001, 0),
  varint(42),
  tag(9_002, 1),
  Buffer.alloc(8, 0x7f),
  tag(9_003, 2),
  varint(7),
  Buffer.from('unknown'),
  tag(536_870_911, 5),
  Buffer.alloc(4, 0x7f),
])

function withUnknown(type: string, message: Buffer): Buffer {
  const fields = new Map((MESSAGES[type] ?? []).map((field) => [field.number, field]))
  const parts: Buffer[] = []
  let at = 0
  while (at < message.length) {
    const key = readVarint(message, at)
    const value = readValue(message, key.end, key.value & 7)
    const inner = innerMessage(fields.get(key.value >>> 3))
    if (inner === undefined) parts.push(message.subarray(at, value.end))
    else {
      const nested = withUnknown(inner, message.subarray(value.start, value.end))
      parts.push(message.subarray(at, key.end), varint(nested.length), nested)
    }
    at = value.end
  }
  return Buffer.concat([...parts, UNKNOWN])
}

// Entries of maps are left alone: they are messages on the wire only.
function innerMessage(field: FieldInfo | undefined): string | undefined {
  return field?.kind === 'message' && field.label !== 'map' ? field.type : undefined
}

interface Span {
  readonly start: number
  readonly end: number
}

function readValue(message: Buffer, at: number, wireType: number): Span {
  if (wireType === 0) return { start: at, end: readVarint(message, at).end }
  if (wireType === 1) return { start: at, end: at + 8 }
  if (wireType === 5) return { start: at, end: at + 4 }
  const { value, end } = readVarint(message, at)
  return { start: end, end: end + value }
}

// Keys and lengths stay below 2^32; of a longer value only the end matters.
function readVarint(message: Buffer, at: number): { readonly value: number; readonly end: number } {
  let value = 0
  let end = at
  for (let shift = 0; ; shift += 7) {
    const byte = message.readUInt8(end++)
    if (shift < 32) value |= (byte & 0x7f) << shift
    if (byte < 0x80) return { value: value >>> 0, end }
  }
}

function tag(number: number, wireType: number): Buffer {
  return varint(number * 8 + wireType)
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80)
  return Buffer.from([...bytes, rest])
}
