import { codecOf } from './codec.ts'
import { METHODS, type MethodName, type Methods } from './gen/methods.ts'
import { type FieldInfo, MESSAGES } from './gen/wire.ts'
import type { Init } from './init.ts'
import { fieldsOnWire, varint } from './wire-fields.ts'

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
  for (const { number, at, keyEnd, start, end } of fieldsOnWire(message)) {
    const inner = innerMessage(fields.get(number))
    if (inner === undefined) parts.push(message.subarray(at, end))
    else {
      const nested = withUnknown(inner, message.subarray(start, end))
      parts.push(message.subarray(at, keyEnd), varint(nested.length), nested)
    }
  }
  return Buffer.concat([...parts, UNKNOWN])
}

// Entries of maps are left alone: they are messages on the wire only.
function innerMessage(field: FieldInfo | undefined): string | undefined {
  return field?.kind === 'message' && field.label !== 'map' ? field.type : undefined
}

function tag(number: number, wireType: number): Buffer {
  return varint(number * 8 + wireType)
}
