/** Types of control frames (SPDY 3.1, section 2.6). */
export const FRAME = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const

/** Status codes of RST_STREAM (SPDY 3.1, section 2.6.3). */
export const RESET = { protocolError: 1, invalidStream: 2, refusedStream: 3, cancel: 5 } as const

/** The flag on a stream's last frame of one direction. */
export const FLAG_FIN = 1

/** Every frame begins with as many bytes. */
export const HEADER_BYTES = 8

/** The head of a DATA frame. */
export function dataHead(streamId: number, length: number, fin: boolean): Buffer {
  const head = Buffer.allocUnsafe(HEADER_BYTES)
  head.writeUInt32BE(streamId, 0)
  head.writeUInt32BE(length, 4)
  head[4] = fin ? FLAG_FIN : 0
  return head
}

/** Opens a stream. */
export function synStream(streamId: number, headerBlock: Buffer): Buffer {
  const frame = control(FRAME.synStream, 10 + headerBlock.length)
  frame.writeUInt32BE(streamId, HEADER_BYTES)
  headerBlock.copy(frame, HEADER_BYTES + 10)
  return frame
}

/** Ends a stream in both directions. */
export function rstStream(streamId: number, status: number): Buffer {
  return twoNumbers(FRAME.rstStream, streamId, status)
}

/** Says that no more streams are taken. */
export function goAway(lastStreamId: number, status: number): Buffer {
  return twoNumbers(FRAME.goAway, lastStreamId, status)
}

/** Answers a ping by its id. */
export function ping(id: number): Buffer {
  const frame = control(FRAME.ping, 4)
  frame.writeUInt32BE(id, HEADER_BYTES)
  return frame
}

function twoNumbers(type: number, first: number, second: number): Buffer {
  const frame = control(type, 8)
  frame.writeUInt32BE(first, HEADER_BYTES)
  frame.writeUInt32BE(second, HEADER_BYTES + 4)
  return frame
}

function control(type: number, length: number): Buffer {
  const frame = Buffer.alloc(HEADER_BYTES + length)
  frame.writeUInt16BE(0x8003, 0)
  frame.writeUInt16BE(type, 2)
  frame.writeUInt32BE(length, 4)
  return frame
}
