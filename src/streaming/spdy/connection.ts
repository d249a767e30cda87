import { ByteQueue, type EndedBy } from '../byte-queue.ts'
import type { CloseReason, Ending } from '../ending.ts'
import { networkError, StreamError } from '../errors.ts'
import { Intake } from '../intake.ts'
import { type Leaving, leavingDetail } from '../leaving.ts'
import { type ControlFrame, decodeControl } from './control-frame.ts'
import { FrameParser } from './frame-parser.ts'
import { RESET, rstStream, synStream } from './frames.ts'
import { sayGoodbye } from './goodbye.ts'
import { HeaderBlocks } from './header-block.ts'
import { PingAnswers } from './ping-answers.ts'
import type { SpdyStream } from './stream.ts'
import { StreamTable } from './stream-table.ts'
import type { Upgraded } from './upgrade.ts'
import { FrameWriter } from './writer.ts'

/** The client's side of a SPDY/3.1 connection without flow control, as streaming servers speak it. */
export class SpdyConnection {
  readonly subprotocol: string
  readonly #upgraded: Upgraded
  readonly #ending: Ending
  readonly #writer: FrameWriter
  readonly #pongs: PingAnswers
  readonly #intake = new Intake()
  readonly #headers = new HeaderBlocks()
  readonly #parser: FrameParser
  readonly #streams: StreamTable
  #dataStream: SpdyStream | undefined
  #goneAway = false
  #leaving: Leaving = 'abrupt'

  constructor(upgraded: Upgraded, ending: Ending) {
    const { socket } = upgraded
    this.subprotocol = upgraded.subprotocol
    this.#upgraded = upgraded
    this.#ending = ending
    this.#streams = new StreamTable((message) => ending.violation(message))
    this.#writer = new FrameWriter(socket, ending)
    this.#pongs = new PingAnswers(socket, this.#writer, this.#intake)
    this.#parser = new FrameParser({
      dataStart: (id, length) => this.#dataStart(id, length),
      dataPiece: (piece) => this.#dataStream?.inbound.push(piece),
      dataEnd: (fin) => this.#dataEnd(fin),
      control: (type, flags, payload) => this.#control(decodeControl(type, flags, payload)),
    })
    this.#listen()
  }

  /** Starts to read, with what came along with the upgrade; before it streams can be opened. */
  begin(): this {
    const { socket, head } = this.#upgraded
    this.#receive(head)
    if (!this.#ending.reason) socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    return this
  }

  /** Opens a stream; what the server sends on it is in `inbound`, unless it is for input only. */
  open(name: string, headers: Readonly<Record<string, string>>, inputOnly = false): SpdyStream {
    if (this.#ending.reason) throw this.#ending.error
    if (this.#goneAway) {
      throw new StreamError('closed', `${name} was not opened: the server sent GOAWAY`)
    }
    const stream = this.#streams.open(name, inputOnly, new ByteQueue(this.#intake))
    this.#writer.control(synStream(stream.id, this.#headers.encode(headers)))
    return stream
  }

  /** Sends bytes; resolves when they have left this process. */
  write(stream: SpdyStream, bytes: Uint8Array): Promise<void> {
    return this.#after(stream, () =>
      this.#writer.data(stream.id, bytes, () => this.#checkOpen(stream)),
    )
  }

  /** Half-closes: the server sees the end of what this client sends. */
  end(stream: SpdyStream): Promise<void> {
    return this.#after(stream, async () => {
      if (stream.refusesBytes !== undefined) return
      stream.refusesBytes = `${stream.name} was ended by this client`
      stream.finished = true
      this.#streams.forgetIfOver(stream)
      await this.#writer.fin(stream.id)
    })
  }

  /** Gives up a stream in both directions. */
  reset(stream: SpdyStream): void {
    if (!this.#streams.abandon(stream)) return
    stream.refusesBytes ??= `${stream.name} was reset by this client`
    stream.inbound.end('client')
    if (!this.#ending.reason) this.#writer.control(rstStream(stream.id, RESET.cancel))
  }

  /** Leaves: with RST_STREAM, GOAWAY and FIN, or by cutting the connection. */
  leave(how: Leaving): void {
    this.#leaving = how
    // A goodbye may be under way.
    if (this.#ending.reason && how === 'abrupt') this.#upgraded.socket.destroy()
    this.#ending.decide({ by: 'client', detail: leavingDetail(how) })
  }

  #listen(): void {
    const { socket } = this.#upgraded
    this.#intake.attach(socket)
    socket.once('end', () => this.#peerEnded())
    socket.on('error', (error) => this.#broke(error))
    socket.once('close', () => this.#ending.gone())
    this.#ending.onDecided((reason) => this.#wrapUp(reason))
    if (socket.destroyed) {
      this.#broke(new Error('the connection was cut right after the upgrade'))
      this.#ending.gone()
    }
  }

  #receive(chunk: Buffer): void {
    if (this.#ending.reason) return
    try {
      this.#parser.push(chunk)
    } catch (error) {
      this.#ending.fail('violation', networkError(error as Error))
    }
  }

  #dataStart(id: number, length: number): void {
    this.#dataStream = this.#find(id, `DATA of ${length} bytes`)
    const stream = this.#dataStream
    if (stream?.inbound.endedBy) {
      this.#ending.violation(`DATA of ${length} bytes on ${stream.name} after its FIN`)
      this.#dataStream = undefined
    } else if (stream?.inputOnly && length > 0) {
      this.#ending.violation(`DATA of ${length} bytes on ${stream.name}, which is for input`)
    }
  }

  #dataEnd(fin: boolean): void {
    if (fin && this.#dataStream) this.#endInbound(this.#dataStream, 'fin')
    this.#dataStream = undefined
  }

  #control(frame: ControlFrame): void {
    switch (frame.kind) {
      case 'reply':
      case 'headers':
        this.#answered(frame.kind, frame.id, frame.fin)
        break
      case 'reset':
        this.#resetByServer(frame.id, frame.status)
        break
      case 'ping':
        this.#pinged(frame.id)
        break
      case 'goaway':
        this.#goAway(frame.lastId)
        break
      case 'stream':
        this.#ending.violation(`SYN_STREAM for stream ${frame.id}: servers open none`)
        this.#writer.control(rstStream(frame.id, RESET.refusedStream))
        break
      case 'unknown':
        this.#ending.violation(`a control frame of unknown type ${frame.type}`)
    }
  }

  #answered(kind: 'reply' | 'headers', id: number, fin: boolean): void {
    const what = kind === 'reply' ? 'SYN_REPLY' : 'HEADERS'
    const stream = this.#find(id, what)
    if (!stream) return
    if (kind === 'reply' && stream.replied)
      this.#ending.violation(`a second SYN_REPLY for ${stream.name}`)
    if (kind === 'reply') stream.replied = true
    if (fin) this.#endInbound(stream, 'fin')
  }

  #resetByServer(id: number, status: number): void {
    const stream = this.#find(id, `RST_STREAM with status ${status}`)
    if (!stream) return
    stream.refusesBytes ??= `the server reset ${stream.name} with status ${status}`
    stream.finished = true
    if (!stream.outlivesReset) this.#endInbound(stream, 'reset')
  }

  #pinged(id: number): void {
    if (id % 2 === 1) {
      this.#ending.violation(`PING ${id} answers a ping that was not sent`)
      return
    }
    this.#pongs.answer(id)
  }

  #goAway(lastId: number): void {
    this.#goneAway = true
    for (const stream of this.#streams.all()) {
      if (stream.id <= lastId) continue
      stream.refusesBytes ??= `the server sent GOAWAY and did not take ${stream.name}`
      stream.finished = true
      this.#endInbound(stream, 'goaway')
    }
    this.#endIfNothingIsLeft()
  }

  #endInbound(stream: SpdyStream, by: EndedBy): void {
    stream.inbound.end(by)
    this.#streams.forgetIfOver(stream)
    if (this.#goneAway) this.#endIfNothingIsLeft()
  }

  #endIfNothingIsLeft(): void {
    if (!this.#streams.silent) return
    this.#ending.decide({ by: 'server', detail: 'GOAWAY' })
  }

  #find(id: number, what: string): SpdyStream | undefined {
    // What follows the end in the same packet is no one's any more.
    return this.#ending.reason ? undefined : this.#streams.find(id, what)
  }

  #checkOpen(stream: SpdyStream): void {
    if (this.#ending.reason) throw this.#ending.error
    if (stream.refusesBytes) throw new StreamError('closed', stream.refusesBytes)
  }

  #after(stream: SpdyStream, write: () => Promise<void>): Promise<void> {
    const written = stream.lastWrite.then(write)
    stream.lastWrite = written.catch(() => undefined)
    return written
  }

  #peerEnded(): void {
    const { unfinished } = this.#parser
    if (unfinished && !this.#ending.reason) {
      const message = `the server closed the connection within ${unfinished}`
      this.#ending.fail('violation', new StreamError('protocol', message))
    }
    this.#ending.decide({ by: 'server', detail: 'the connection was closed' })
  }

  #broke(error: Error): void {
    // Input that nobody reads any more makes the server's kernel answer with a reset.
    if (this.#goneAway || (this.#streams.opened && this.#streams.silent)) {
      this.#ending.decide({
        by: 'server',
        detail: `reset after the last stream (${error.message})`,
      })
    } else {
      this.#ending.fail('network', networkError(error))
    }
  }

  #wrapUp({ by, error }: CloseReason): void {
    const open = this.#streams.all()
    for (const { inbound } of open) {
      if (error) inbound.fail(error)
      else inbound.end(by === 'client' ? 'client' : 'close')
    }
    const { socket } = this.#upgraded
    // Not with resetAndDestroy(): a reset while the end is being sent leaves a handle that never closes (Node 20).
    if (by !== 'client' || this.#leaving === 'abrupt') socket.destroy()
    else sayGoodbye(socket, open)
  }
}
