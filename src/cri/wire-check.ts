import { isUtf8 } from 'node:buffer'
import { type FieldInfo, MESSAGES } from './gen/wire.ts'
import { fieldsOnWire, type WireField } from './wire-fields.ts'

/**
 * Throws where bytes are no such message: a field runs past the end, has a form its type has not, or text is
 * not UTF-8. A kubelet refuses these too, while protobufjs reads most of them as something else.
 */
export function checkWire(type: string, message: Buffer): void {
  const known = fieldsByNumber(type)
  for (const found of fieldsOnWire(message)) {
    const field = known.get(found.number)
    if (field) checkField(`${type}.${field.name}`, field, found, message)
  }
}

const VARINT = 0
const FIXED64 = 1
const DELIMITED = 2

function checkField(name: string, field: FieldInfo, found: WireField, message: Buffer): void {
  const { type, kind, label } = field
  const delimited = kind === 'message' || label === 'map' || type === 'string' || type === 'bytes'
  const due = delimited ? DELIMITED : type === 'double' ? FIXED64 : VARINT
  // Lists of numbers come packed or one by one.
  const packed = label === 'repeated' && found.wireType === DELIMITED
  if (found.wireType !== due && !packed) {
    throw new Error(`${name} has wire type ${found.wireType} in place of ${due}`)
  }
  if (label === 'map') {
    checkEntry(name, field, message.subarray(found.start, found.end))
  } else if (kind === 'message') {
    checkWire(type, message.subarray(found.start, found.end))
  } else if (type === 'string' && !isUtf8(message.subarray(found.start, found.end))) {
    throw new Error(`${name} is not UTF-8`)
  }
}

// Every map of the API is one of text to text.
function checkEntry(name: string, field: FieldInfo, entry: Buffer): void {
  const text: FieldInfo = { ...field, label: 'singular', kind: 'scalar', type: 'string' }
  for (const found of fieldsOnWire(entry)) {
    if (found.number <= 2) checkField(name, text, found, entry)
  }
}

const tables = new Map<string, ReadonlyMap<number, FieldInfo>>()

function fieldsByNumber(type: string): ReadonlyMap<number, FieldInfo> {
  const known = tables.get(type)
  if (known) return known
  const table = new Map((MESSAGES[type] ?? []).map((field) => [field.number, field]))
  tables.set(type, table)
  return table
}
