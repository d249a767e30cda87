import type { Socket } from 'node:net'
import { setImmediate as immediate } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { ByteQueue } from '../byte-queue.ts'
import type { CloseReason, Ending } from '../ending.ts'
import { networkError, StreamError } from '../errors.ts'
import type { Intake } from '../intake.ts'
import { type Leaving, leavingDetail, ORDERLY_MS } from '../leaving.ts'
import { type FrameRoom, frameRoom, maskedFrame } from './frame.ts'
import { CLOSE_CHANNEL, decodeMessage, encodeMessage } from './message.ts'

// A message is never fragmented: servers take each fragment for a message with its own channel.
const MAX_BYTES = 64 * 1024
// The channel, and base64 of that much.
const MAX_MESSAGE_BYTES = 1 + Math.ceil(MAX_BYTES / 3) * 4

/** The numbered channels that a WebSocket carries, each with a queue for what the server sends. */
export class WebSocketChannels {
  readonly #socket: WebSocket
  readonly #queues: ReadonlyMap<number, ByteQueue>
  readonly #ending: Ending
  readonly #closedByClient = new Set<number>()
  readonly #lastWrites = new Map<number, Promise<void>>()
  #wire: Socket | undefined
  readonly #rooms: FrameRoom[] = []
  #leaving: Leaving = 'abrupt'

  constructor(
    socket: WebSocket,
    queues: ReadonlyMap<number, ByteQueue>,
    intake: Intake,
    ending: Ending,
  ) {
    this.#socket = socket
    this.#queues = queues
    this.#ending = ending
    socket.binaryType = 'nodebuffer'
    socket.once('upgrade', (response) => {
      this.#wire = response.socket
    })
    socket.on('message', (message: Buffer, isBinary) => this.#receive(message, isBinary))
    socket.once('close', (code, text) => this.#closed(code, text.toString()))
    socket.once('open', () => {
      intake.attach(socket)
      ending.onDecided((reason) => this.#wrapUp(reason))
    })
  }

  /** The subprotocol that the server chose. */
  get subprotocol(): string {
    return this.#socket.protocol
  }

  /** Whether either side can end a single channel. */
  get endsChannels(): boolean {
    return this.subprotocol.startsWith('v5.')
  }

  /** Sends bytes on a channel; resolves when they have left this process. */
  write(channel: number, bytes: Uint8Array): Promise<void> {
    return this.#after(channel, async () => {
      for (let at = 0; at < bytes.length; at += MAX_BYTES) {
        // What the server says last must be read before a write finds the connection gone.
        await immediate()
        await this.#send(channel, bytes.subarray(at, at + MAX_BYTES))
      }
    })
  }

  /** Tells the server that no more comes on a channel (v5). */
  end(channel: number): Promise<void> {
    return this.#after(channel, async () => {
      if (this.#closedByClient.has(channel)) return
      const signal = this.#send(CLOSE_CHANNEL, Buffer.from([channel]))
      this.#closedByClient.add(channel)
      await signal
    })
  }

  /** Leaves: with a close frame, or by cutting the connection. */
  leave(how: Leaving): void {
    this.#leaving = how
    // A goodbye may be under way.
    if (this.#ending.reason && how === 'abrupt') this.#socket.terminate()
    this.#ending.decide({ by: 'client', detail: leavingDetail(how) })
  }

  #receive(message: Buffer, isBinary: boolean): void {
    if (this.#ending.reason) return
    const violation = (text: string) => this.#ending.violation(text)
    const decoded = decodeMessage(message, isBinary, this.subprotocol.includes('base64'))
    if (!decoded) {
      violation('a message without a channel')
      return
    }
    const { channel, payload, complaint } = decoded
    if (complaint) violation(`${complaint} under ${this.subprotocol}`)
    if (channel === CLOSE_CHANNEL && this.endsChannels) {
      this.#endedByServer(payload)
      return
    }
    const queue = this.#queues.get(channel)
    if (queue?.endedBy) violation(`${payload.length} bytes on channel ${channel}, which is over`)
    // A server begins with an empty message on a channel of its choice.
    else if (!queue && (payload.length > 0 || channel > MAX_EXEC_CHANNEL)) {
      violation(`${payload.length} bytes on channel ${channel}, which was not asked for`)
    }
    queue?.push(payload)
  }

  #endedByServer(payload: Buffer): void {
    const [channel] = payload
    const queue = channel === undefined ? undefined : this.#queues.get(channel)
    if (queue) queue.end('fin')
    else this.#ending.violation(`a close signal for channel ${channel}, which was not asked for`)
  }

  #send(channel: number, bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#ending.reason) return reject(this.#ending.error)
      if (this.#closedByClient.has(channel)) {
        return reject(new StreamError('closed', `channel ${channel} was ended by this client`))
      }
      if (!this.#wire || this.#socket.readyState !== WebSocket.OPEN) {
        return reject(new StreamError('closed', 'the connection is being closed'))
      }
      // Whole frames may go beside those of ws: it writes none in pieces.
      const base64 = this.subprotocol.includes('base64')
      const room = this.#rooms.pop() ?? frameRoom(MAX_MESSAGE_BYTES)
      const frame = maskedFrame(room, encodeMessage(channel, bytes, base64))
      this.#wire.write(frame, (error) => {
        this.#rooms.push(room)
        if (!error) resolve()
        else reject(this.#ending.reason ? this.#ending.error : networkError(error))
      })
    })
  }

  #after(channel: number, write: () => Promise<void>): Promise<void> {
    const written = (this.#lastWrites.get(channel) ?? Promise.resolve()).then(write)
    this.#lastWrites.set(
      channel,
      written.catch(() => undefined),
    )
    return written
  }

  #closed(code: number, text: string): void {
    const detail = `close code ${code}${text ? `: ${text}` : ''}`
    if (CLEAN_CODES.has(code)) {
      this.#ending.decide({ by: 'server', detail })
    } else {
      const message =
        code === WITHOUT_CLOSE_FRAME
          ? 'the connection ended without a close frame'
          : `the server ended the session with ${detail}`
      this.#ending.fail('network', new StreamError('closed', message))
    }
    this.#ending.gone()
  }

  #wrapUp({ by, error }: CloseReason): void {
    for (const queue of this.#queues.values()) {
      if (error) queue.fail(error)
      else queue.end(by === 'client' ? 'client' : 'close')
    }
    if (by !== 'client' || this.#leaving === 'abrupt') this.#socket.terminate()
    else this.#sayGoodbye()
  }

  #sayGoodbye(): void {
    this.#socket.close(1000)
    // The server's close frame must be read, whatever lies before it.
    this.#socket.resume()
    const timer = setTimeout(() => this.#socket.terminate(), ORDERLY_MS)
    this.#socket.once('close', () => clearTimeout(timer))
  }
}

const MAX_EXEC_CHANNEL = 4
const CLEAN_CODES = new Set([1000, 1001, 1005])
const WITHOUT_CLOSE_FRAME = 1006
