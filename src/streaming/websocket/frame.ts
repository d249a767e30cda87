import { randomFillSync } from 'node:crypto'

/** Where frames are put together one after the other: fresh memory for each would cost the most. */
export interface FrameRoom {
  readonly bytes: Buffer
  /** The same memory. */
  readonly words: Uint32Array
}

/** A message as it is sent: its channel's byte and what follows it. */
export interface SentMessage {
  readonly text: boolean
  readonly first: number
  readonly rest: Uint8Array
}

const MASK_BYTES = 4
const WORD_BYTES = 4
const MOST_HEAD_BYTES = 16
const FIN = 0x80
const MASKED = 0x80
const TEXT = 1
const BINARY = 2

/** Room for messages of up to so many bytes. */
export function frameRoom(mostBytes: number): FrameRoom {
  const size = toWord(MOST_HEAD_BYTES + mostBytes)
  const bytes = Buffer.allocUnsafeSlow(size)
  return { bytes, words: new Uint32Array(bytes.buffer) }
}

/**
 * The message as one masked frame (RFC 6455, section 5.2), valid until the room is used again. ws makes
 * new buffers and masks byte by byte, which was most of the time that input took; this goes by words.
 */
export function maskedFrame(room: FrameRoom, { text, first, rest }: SentMessage): Buffer {
  const { bytes, words } = room
  const length = 1 + rest.length
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8
  const headBytes = 2 + lengthBytes + MASK_BYTES
  // What is masked begins at a word, and so does the mask before it.
  const start = toWord(headBytes)
  const frame = bytes.subarray(start - headBytes, start + length)
  frame[0] = FIN | (text ? TEXT : BINARY)
  frame[1] = MASKED | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127)
  if (lengthBytes === 2) frame.writeUInt16BE(length, 2)
  if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(length), 2)
  randomFillSync(bytes, start - MASK_BYTES, MASK_BYTES)
  bytes[start] = first
  bytes.set(rest, start + 1)
  const mask = words[start / WORD_BYTES - 1] ?? 0
  const end = toWord(start + length) / WORD_BYTES
  // The last word may reach over the end, into what is not sent.
  for (let at = start / WORD_BYTES; at < end; at++) words[at] = (words[at] ?? 0) ^ mask
  return frame
}

function toWord(bytes: number): number {
  return Math.ceil(bytes / WORD_BYTES) * WORD_BYTES
}
