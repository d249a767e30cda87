/** A field of an encoded message: where its key and its value lie. */
export interface WireField {
  readonly number: number
  readonly wireType: number
  /** Where the key begins. */
  readonly at: number
  readonly keyEnd: number
  /** Where the value begins: after its length, where it has one. */
  readonly start: number
  readonly end: number
}

/** The fields of an encoded message in their order; throws where it is cut short or has an unknown wire type. */
export function* fieldsOnWire(message: Buffer): Generator<WireField> {
  let at = 0
  while (at < message.length) {
    const key = readVarint(message, at)
    const number = key.value >>> 3
    const wireType = key.value & 7
    const { start, end } = locate(message, key.end, wireType, number)
    if (end > message.length) {
      throw new RangeError(`field ${number} runs ${end - message.length} bytes past the end`)
    }
    if (number === 0) throw new RangeError('a field has number 0')
    yield { number, wireType, at, keyEnd: key.end, start, end }
    at = end
  }
}

/** A number as protobuf's varint. */
export function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80)
  return Buffer.from([...bytes, rest])
}

function locate(message: Buffer, at: number, wireType: number, number: number) {
  switch (wireType) {
    case 0:
      return { start: at, end: readVarint(message, at).end }
    case 1:
      return { start: at, end: at + 8 }
    case 2: {
      const { value, end } = readVarint(message, at)
      return { start: end, end: end + value }
    }
    case 5:
      return { start: at, end: at + 4 }
    default:
      throw new RangeError(`field ${number} has wire type ${wireType}`)
  }
}

const LONGEST_VARINT = 10

// Keys and lengths stay below 2^32; of a longer value only the end matters.
function readVarint(message: Buffer, at: number): { readonly value: number; readonly end: number } {
  let value = 0
  for (let read = 0; read < LONGEST_VARINT; read++) {
    const byte = message[at + read]
    if (byte === undefined) throw new RangeError('a number is cut short')
    if (read < 5) value |= (byte & 0x7f) << (7 * read)
    if (byte < 0x80) return { value: value >>> 0, end: at + read + 1 }
  }
  throw new RangeError(`a number is longer than ${LONGEST_VARINT} bytes`)
}
