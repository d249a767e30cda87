import type { Socket } from 'node:net'
import type { Ending } from '../ending.ts'
import { networkError } from '../errors.ts'
import { dataHead } from './frames.ts'

const MAX_FRAME_BYTES = 64 * 1024
const MAX_PENDING_BYTES = 256 * 1024

/** Sends frames; a write is over when the bytes have left this process, so a slow server is felt. */
export class FrameWriter {
  readonly #socket: Socket
  readonly #ending: Ending

  constructor(socket: Socket, ending: Ending) {
    this.#socket = socket
    this.#ending = ending
  }

  /** Whether the server does not take what is sent to it. */
  get congested(): boolean {
    return this.#socket.writableLength > MAX_PENDING_BYTES
  }

  /** Sends a control frame without waiting. */
  control(frame: Buffer): void {
    if (this.#socket.writable) this.#socket.write(frame)
  }

  /** Sends bytes as DATA frames; `check` throws when the stream takes no more. */
  async data(streamId: number, bytes: Uint8Array, check: () => void): Promise<void> {
    for (let at = 0; at < bytes.length; at += MAX_FRAME_BYTES) {
      check()
      const piece = bytes.subarray(at, at + MAX_FRAME_BYTES)
      await this.#frame(dataHead(streamId, piece.length, false), piece)
    }
  }

  /** Ends a stream's direction to the server. */
  fin(streamId: number): Promise<void> {
    return this.#frame(dataHead(streamId, 0, true))
  }

  #frame(head: Buffer, payload?: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error?: Error | null) => {
        if (!error) resolve()
        // The socket tells its writers first, and only then that it broke.
        else reject(this.#ending.reason ? this.#ending.error : networkError(error))
      }
      if (this.#ending.reason || !this.#socket.writable) {
        reject(this.#ending.error)
        return
      }
      if (!payload) {
        this.#socket.write(head, done)
        return
      }
      this.#socket.cork()
      this.#socket.write(head)
      this.#socket.write(payload, done)
      this.#socket.uncork()
    })
  }
}
