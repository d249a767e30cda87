import type { Channel, ChannelChange, Cutter } from './stream-channels.ts'

/** Cuts a direction of a SPDY connection; `names` holds what streams are called, by number. */
export class SpdyCutter implements Cutter {
  readonly #names: Map<number, Channel>
  readonly #change: ChannelChange
  #rest: Buffer = Buffer.alloc(0)

  constructor(names: Map<number, Channel>, change: ChannelChange) {
    this.#names = names
    this.#change = change
  }

  push(piece: Buffer): Buffer {
    this.#rest = Buffer.concat([this.#rest, piece])
    const done: Buffer[] = []
    while (this.#rest.length >= HEAD_BYTES) {
      const end = HEAD_BYTES + this.#rest.readUIntBE(5, 3)
      if (this.#rest.length < end) break
      done.push(this.#frame(this.#rest.subarray(0, end)))
      this.#rest = this.#rest.subarray(end)
    }
    return Buffer.concat(done)
  }

  #frame(frame: Buffer): Buffer {
    const first = frame.readUInt32BE(0)
    if (first >= CONTROL) {
      if ((first & 0xffff) === SYN_STREAM) this.#learn(frame)
      return frame
    }
    const data = frame.subarray(HEAD_BYTES)
    const channel = this.#names.get(first)
    if (channel === undefined || data.length === 0) return frame
    const changed = this.#change(channel, data) ?? Buffer.alloc(0)
    // An end of the stream stays one.
    if (changed.length === 0 && frame[4] === 0) return changed
    const head = Buffer.from(frame.subarray(0, HEAD_BYTES))
    head.writeUIntBE(changed.length, 5, 3)
    return Buffer.concat([head, changed])
  }

  // crivet's own client stores header blocks without compressing them.
  #learn(frame: Buffer): void {
    const at = frame.indexOf('streamtype')
    if (at < 0) return
    const start = at + 'streamtype'.length + 4
    const length = frame.readUInt32BE(start - 4)
    const name = frame.toString('latin1', start, start + length)
    this.#names.set(frame.readUInt32BE(HEAD_BYTES) & 0x7fffffff, name as Channel)
  }
}

const HEAD_BYTES = 8
const CONTROL = 0x80000000
const SYN_STREAM = 1
