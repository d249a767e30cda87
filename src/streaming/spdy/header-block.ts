/** The header lists of one direction of a SPDY connection, which share a single zlib stream. */
export class HeaderBlocks {
  #started = false

  /**
   * A header list as a stored deflate block and the empty one that makes a reader give it out.
   * Nothing is compressed; the zlib header names the dictionary of the SPDY/3 specification.
   */
  encode(headers: Readonly<Record<string, string>>): Buffer {
    const list = nameValueList(headers)
    if (list.length > MAX_STORED_BYTES) throw new RangeError(`${list.length} bytes of headers`)
    const begin = this.#started ? NOTHING : ZLIB_HEADER
    this.#started = true
    const stored = Buffer.alloc(5)
    stored.writeUInt16LE(list.length, 1)
    stored.writeUInt16LE(list.length ^ 0xffff, 3)
    return Buffer.concat([begin, stored, list, EMPTY_BLOCK])
  }
}

const MAX_STORED_BYTES = 0xffff
const NOTHING = Buffer.alloc(0)
const ZLIB_HEADER = Buffer.from('78bbe3c6a7c2', 'hex')
const EMPTY_BLOCK = Buffer.from('000000ffff', 'hex')

function nameValueList(headers: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(headers)
  // Names must be lower case: a server that meets another does not answer at all.
  const texts = pairs.flatMap(([name, value]) => [
    withLength(name.toLowerCase()),
    withLength(value),
  ])
  return Buffer.concat([uint32(pairs.length), ...texts])
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([uint32(bytes.length), bytes])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
