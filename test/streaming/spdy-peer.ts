import type { Socket } from 'node:net'
import { constants, inflateRawSync } from 'node:zlib'
import { readHead, serve } from './peers.ts'

/** A frame as the client sent it. */
export interface SeenFrame {
  /** `data`, or the number of a control frame's type. */
  readonly type: number | 'data'
  readonly streamId: number
  readonly flags: number
  readonly payload: Buffer
  /** Of a SYN_STREAM. */
  readonly headers: Readonly<Record<string, string>>
}

/** The server's side of one connection, by hand. */
export interface SpdyPeer {
  readonly socket: Socket
  /** The head of the upgrade request. */
  readonly request: string
  readonly frames: readonly SeenFrame[]
  /** The id of the stream with that `streamtype`, once the client has opened it. */
  stream(type: string): Promise<number>
  /** The first frame that fits, once it is there. */
  frame(fits: (frame: SeenFrame) => boolean): Promise<SeenFrame>
  send(...frames: readonly Buffer[]): void
}

export const V4 = 'v4.channel.k8s.io'
export const SUCCESS = '{"metadata":{},"status":"Success"}'

/** A server that upgrades to SPDY and then does what the script says; gives its URL. */
export function spdyServer(
  script: (peer: SpdyPeer) => unknown,
  version: string = V4,
): Promise<string> {
  return serve(async (socket) => {
    const { head, rest } = await readHead(socket)
    const peer = peerOver(socket, head)
    socket.write(switching(version))
    socket.on('data', peer.receive)
    peer.receive(rest)
    await script(peer)
  })
}

/** The answer that upgrades, to be followed by frames. */
export function switching(version: string, upgrade = 'SPDY/3.1'): string {
  const chosen = version === '' ? '' : `X-Stream-Protocol-Version: ${version}\r\n`
  return `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n${chosen}\r\n`
}

/** A DATA frame. */
export function data(streamId: number, content: string | Buffer, fin = false): Buffer {
  const bytes = Buffer.from(content)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(streamId)
  head.writeUInt32BE(bytes.length, 4)
  head[4] = fin ? 1 : 0
  return Buffer.concat([head, bytes])
}

/** A control frame whose payload is these numbers of four bytes. */
export function control(type: number, numbers: readonly number[], flags = 0): Buffer {
  const frame = Buffer.alloc(8 + 4 * numbers.length)
  frame.writeUInt16BE(0x8003)
  frame.writeUInt16BE(type, 2)
  frame.writeUInt32BE(4 * numbers.length, 4)
  frame[4] = flags
  numbers.forEach((number, index) => {
    frame.writeUInt32BE(number, 8 + 4 * index)
  })
  return frame
}

export const synReply = (id: number, fin = false) => control(2, [id], fin ? 1 : 0)
export const rst = (id: number, status = 5) => control(3, [id, status])
export const pingFrame = (id: number) => control(6, [id])
export const goAwayFrame = (lastId: number) => control(7, [lastId, 0])
export const headersFin = (id: number) => control(8, [id], 1)

function peerOver(socket: Socket, request: string) {
  const frames: SeenFrame[] = []
  let pending = Buffer.alloc(0)
  let blocks = Buffer.alloc(0)
  const waiting: (() => void)[] = []
  const receive = (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 8 && pending.length >= 8 + pending.readUIntBE(5, 3)) {
      const end = 8 + pending.readUIntBE(5, 3)
      frames.push(decode(pending.subarray(0, end)))
      pending = pending.subarray(end)
    }
    for (const look of waiting.splice(0)) look()
  }
  const decode = (bytes: Buffer): SeenFrame => {
    const payload = bytes.subarray(8)
    const flags = bytes.readUInt8(4)
    if (bytes.readUInt32BE() < 0x80000000) {
      return { type: 'data', streamId: bytes.readUInt32BE(), flags, payload, headers: {} }
    }
    const type = bytes.readUInt16BE(2)
    const headers = type === 1 ? decodeHeaders(payload.subarray(10)) : {}
    return { type, streamId: payload.readUInt32BE(), flags, payload, headers }
  }
  const decodeHeaders = (block: Buffer) => {
    blocks = Buffer.concat([blocks, block])
    // One zlib stream for all; its head names a dictionary that stored blocks do not use.
    const all = inflateRawSync(blocks.subarray(6), { finishFlush: constants.Z_SYNC_FLUSH })
    return lastList(all)
  }
  const frame = async (fits: (frame: SeenFrame) => boolean): Promise<SeenFrame> => {
    for (;;) {
      const found = frames.find(fits)
      if (found) return found
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }
  return {
    socket,
    request,
    frames,
    receive,
    frame,
    stream: async (type: string) => (await frame((it) => it.headers.streamtype === type)).streamId,
    send: (...out: readonly Buffer[]) => void socket.write(Buffer.concat(out)),
  }
}

function lastList(bytes: Buffer): Record<string, string> {
  let at = 0
  let headers: Record<string, string> = {}
  const take = (length: number) => {
    at += length
    return bytes.subarray(at - length, at)
  }
  const number = () => take(4).readUInt32BE()
  const text = () => take(number()).toString()
  while (at < bytes.length) {
    headers = {}
    for (let left = number(); left > 0; left--) headers[text()] = text()
  }
  return headers
}
