import type { Channel, ChannelChange, Cutter } from './stream-channels.ts'

/** Cuts a direction of a WebSocket connection whose binary messages begin with the number of a channel. */
export class WebSocketCutter implements Cutter {
  readonly #change: ChannelChange
  #rest: Buffer = Buffer.alloc(0)

  constructor(change: ChannelChange) {
    this.#change = change
  }

  push(piece: Buffer): Buffer {
    this.#rest = Buffer.concat([this.#rest, piece])
    const done: Buffer[] = []
    for (;;) {
      const lengths = measure(this.#rest)
      if (!lengths || this.#rest.length < lengths.end) break
      done.push(this.#frame(this.#rest.subarray(0, lengths.end), lengths))
      this.#rest = this.#rest.subarray(lengths.end)
    }
    return Buffer.concat(done)
  }

  #frame(frame: Buffer, { maskAt, start }: Lengths): Buffer {
    const mask = maskAt < start ? frame.subarray(maskAt, start) : undefined
    const payload = masked(frame.subarray(start), mask)
    const channel = CHANNELS[payload[0] ?? CHANNELS.length]
    const isBinary = ((frame[0] ?? 0) & 0x0f) === BINARY
    if (!isBinary || channel === undefined || payload.length < 2) return frame
    const changed = this.#change(channel, payload.subarray(1)) ?? Buffer.alloc(0)
    const message = Buffer.concat([payload.subarray(0, 1), changed])
    const head = headFor(frame[0] ?? 0, message.length, mask !== undefined)
    return Buffer.concat([head, mask ?? Buffer.alloc(0), masked(message, mask)])
  }
}

interface Lengths {
  readonly maskAt: number
  readonly start: number
  readonly end: number
}

function measure(bytes: Buffer): Lengths | undefined {
  const short = (bytes[1] ?? 0) & 0x7f
  const maskAt = short === 127 ? 10 : short === 126 ? 4 : 2
  if (bytes.length < maskAt) return undefined
  const length =
    short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short
  const start = maskAt + ((bytes[1] ?? 0) >= 0x80 ? 4 : 0)
  return { maskAt, start, end: start + length }
}

function headFor(first: number, length: number, isMasked: boolean): Buffer {
  const flag = isMasked ? 0x80 : 0
  if (length < 126) return Buffer.from([first, flag | length])
  const long = Buffer.alloc(length < 65_536 ? 4 : 10)
  long[0] = first
  long[1] = flag | (length < 65_536 ? 126 : 127)
  if (length < 65_536) long.writeUInt16BE(length, 2)
  else long.writeBigUInt64BE(BigInt(length), 2)
  return long
}

function masked(bytes: Buffer, mask: Buffer | undefined): Buffer {
  if (!mask) return bytes
  return Buffer.from(bytes.map((byte, index) => byte ^ (mask[index % 4] ?? 0)))
}

const CHANNELS: readonly Channel[] = ['stdin', 'stdout', 'stderr', 'error', 'resize']
const BINARY = 2
