import { StreamError } from '../errors.ts'
import { FLAG_FIN, HEADER_BYTES } from './frames.ts'

/** Hears of frames in order; the pieces of data are views of what was pushed. */
export interface FrameSink {
  /** A DATA frame begins. */
  dataStart(streamId: number, length: number): void
  dataPiece(piece: Buffer): void
  dataEnd(fin: boolean): void
  control(type: number, flags: number, payload: Buffer): void
}

// Control frames of this protocol carry a few short headers; a DATA frame is never held as a whole.
const MAX_CONTROL_BYTES = 64 * 1024

/** Cuts what the network gives into frames without joining it: memory does not depend on a frame's length. */
export class FrameParser {
  readonly #sink: FrameSink
  readonly #head = Buffer.alloc(HEADER_BYTES)
  #headFilled = 0
  // Of the frame whose head was read.
  #isControl = false
  #type = 0
  #flags = 0
  #left = 0
  #payload: Buffer | undefined

  constructor(sink: FrameSink) {
    this.#sink = sink
  }

  /** What is unfinished, or nothing between two frames. */
  get unfinished(): string | undefined {
    if (this.#headFilled === 0) return undefined
    if (this.#headFilled < HEADER_BYTES) return `${this.#headFilled} bytes of a frame's head`
    const what = this.#isControl ? `a control frame of type ${this.#type}` : 'a DATA frame'
    return `${what} that lacks ${this.#left} bytes`
  }

  push(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#headFilled < HEADER_BYTES) {
        at += this.#fillHead(chunk, at)
        continue
      }
      const piece = chunk.subarray(at, at + this.#left)
      at += piece.length
      this.#left -= piece.length
      if (this.#isControl) this.#controlPiece(piece)
      else this.#sink.dataPiece(piece)
      if (this.#left === 0) this.#frameDone()
    }
  }

  #fillHead(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.#head, this.#headFilled, at, at + HEADER_BYTES - this.#headFilled)
    this.#headFilled += taken
    if (this.#headFilled === HEADER_BYTES) this.#headDone()
    return taken
  }

  #headDone(): void {
    const first = this.#head.readUInt32BE(0)
    this.#flags = this.#head.readUInt8(4)
    this.#left = this.#head.readUIntBE(5, 3)
    this.#isControl = first >= 0x80000000
    if (!this.#isControl) {
      this.#sink.dataStart(first, this.#left)
    } else {
      const version = (first >>> 16) & 0x7fff
      this.#type = first & 0xffff
      if (version !== 3) throw this.#wrong(`a control frame of SPDY version ${version}`)
      if (this.#left > MAX_CONTROL_BYTES)
        throw this.#wrong(`a control frame of ${this.#left} bytes`)
      this.#payload = undefined
    }
    if (this.#left === 0) this.#frameDone()
  }

  #controlPiece(piece: Buffer): void {
    if (this.#payload === undefined && this.#left === 0) {
      this.#payload = piece
      return
    }
    this.#payload ??= Buffer.alloc(piece.length + this.#left)
    piece.copy(this.#payload, this.#payload.length - this.#left - piece.length)
  }

  #frameDone(): void {
    this.#headFilled = 0
    if (!this.#isControl) {
      this.#sink.dataEnd((this.#flags & FLAG_FIN) !== 0)
      return
    }
    const payload = this.#payload ?? Buffer.alloc(0)
    this.#payload = undefined
    this.#sink.control(this.#type, this.#flags, payload)
  }

  #wrong(what: string): StreamError {
    return new StreamError('protocol', `${what} (head ${this.#head.toString('hex')})`)
  }
}
