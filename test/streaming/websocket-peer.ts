import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { readHead, serve } from './peers.ts'

/** A message as the client sent it. */
export interface SeenMessage {
  readonly opcode: number
  readonly payload: Buffer
}

/** The server's side of one WebSocket, by hand. */
export interface WebSocketPeer {
  readonly socket: Socket
  /** The head of the upgrade request. */
  readonly request: string
  readonly messages: readonly SeenMessage[]
  /** The first message that fits, once it is there. */
  message(fits: (message: SeenMessage) => boolean): Promise<SeenMessage>
  send(...frames: readonly Buffer[]): void
}

/** A server that chooses the subprotocol and then does what the script says; gives its URL. */
export function webSocketServer(
  script: (peer: WebSocketPeer) => unknown,
  subprotocol = 'v4.channel.k8s.io',
): Promise<string> {
  return serve(async (socket) => {
    const { head, rest } = await readHead(socket)
    const peer = peerOver(socket, head)
    socket.write(accepting(head, subprotocol))
    socket.on('data', peer.receive)
    peer.receive(rest)
    await script(peer)
  })
}

/** The answer that upgrades a request (RFC 6455, section 4.2.2). */
export function accepting(request: string, subprotocol: string): string {
  const key = /sec-websocket-key: (\S+)/i.exec(request)?.[1]
  const accept = createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64')
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket']
  lines.push(`Sec-WebSocket-Accept: ${accept}`)
  if (subprotocol) lines.push(`Sec-WebSocket-Protocol: ${subprotocol}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** A frame of the server, which is not masked. */
export function frame(opcode: number, content: string | Buffer, fin = true): Buffer {
  const bytes = Buffer.from(content)
  const head = Buffer.alloc(bytes.length < 126 ? 2 : 10)
  head[0] = opcode | (fin ? 0x80 : 0)
  head[1] = bytes.length < 126 ? bytes.length : 127
  if (bytes.length >= 126) head.writeBigUInt64BE(BigInt(bytes.length), 2)
  return Buffer.concat([head, bytes])
}

/** A binary message on a channel. */
export function message(channel: number, content: string | Buffer = ''): Buffer {
  return frame(2, Buffer.concat([Buffer.from([channel]), Buffer.from(content)]))
}

/** A text message. */
export const textMessage = (content: string) => frame(1, content)

/** The end of a session. */
export function closeFrame(code: number, text = ''): Buffer {
  const payload = Buffer.alloc(2 + text.length)
  payload.writeUInt16BE(code)
  payload.write(text, 2)
  return frame(8, payload)
}

function peerOver(socket: Socket, request: string) {
  const messages: SeenMessage[] = []
  let pending = Buffer.alloc(0)
  let waiting: (() => void)[] = []
  const receive = (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    for (let next = decode(pending); next; next = decode(pending)) {
      messages.push(next.message)
      pending = pending.subarray(next.end)
    }
    const looks = waiting
    waiting = []
    for (const look of looks) look()
  }
  return {
    socket,
    request,
    messages,
    receive,
    message: async (fits: (message: SeenMessage) => boolean): Promise<SeenMessage> => {
      for (;;) {
        const found = messages.find(fits)
        if (found) return found
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
    send: (...frames: readonly Buffer[]) => void socket.write(Buffer.concat(frames)),
  }
}

function decode(bytes: Buffer): { message: SeenMessage; end: number } | undefined {
  if (bytes.length < 2) return undefined
  const short = bytes.readUInt8(1) & 0x7f
  const lengthBytes = short < 126 ? 0 : short === 126 ? 2 : 8
  const maskAt = 2 + lengthBytes
  if (bytes.length < maskAt + 4) return undefined
  const length =
    lengthBytes === 0
      ? short
      : bytes.readUIntBE(maskAt - Math.min(lengthBytes, 6), Math.min(lengthBytes, 6))
  const end = maskAt + 4 + length
  if (bytes.length < end) return undefined
  const mask = bytes.subarray(maskAt, maskAt + 4)
  const payload = Buffer.from(bytes.subarray(maskAt + 4, end))
  for (let i = 0; i < length; i++) payload[i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0)
  return { message: { opcode: bytes.readUInt8(0) & 0x0f, payload }, end }
}
