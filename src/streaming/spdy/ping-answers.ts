import type { Socket } from 'node:net'
import type { Intake } from '../intake.ts'
import { ping } from './frames.ts'
import type { FrameWriter } from './writer.ts'

/** Answers pings; a server that pings and does not read would otherwise fill the memory with answers. */
export class PingAnswers {
  readonly #socket: Socket
  readonly #writer: FrameWriter
  readonly #intake: Intake
  #waits = false

  constructor(socket: Socket, writer: FrameWriter, intake: Intake) {
    this.#socket = socket
    this.#writer = writer
    this.#intake = intake
  }

  answer(id: number): void {
    this.#writer.control(ping(id))
    if (!this.#writer.congested || this.#waits) return
    this.#waits = true
    this.#intake.hold(this)
    this.#socket.once('drain', () => {
      this.#waits = false
      this.#intake.release(this)
    })
  }
}
