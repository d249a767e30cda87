import { shortly } from '../errors.ts'
import type { SentMessage } from './frame.ts'

/** Announces that a channel is over, followed by the channel's number (v5 only). */
export const CLOSE_CHANNEL = 255

/** A message's channel and what it carries. */
export interface ChannelMessage {
  readonly channel: number
  readonly payload: Buffer
  /** What is wrong with it; its payload can be used all the same. */
  readonly complaint: string | undefined
}

/** Puts the channel before the bytes: a byte, or a digit in the base64 form. */
export function encodeMessage(channel: number, bytes: Uint8Array, base64: boolean): SentMessage {
  if (!base64) return { text: false, first: channel, rest: bytes }
  const encoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
  return { text: true, first: DIGIT_0 + channel, rest: Buffer.from(encoded, 'latin1') }
}

/** Takes a message apart; nothing for one without a channel. */
export function decodeMessage(
  message: Buffer,
  isBinary: boolean,
  base64: boolean,
): ChannelMessage | undefined {
  const first = message[0]
  if (first === undefined) return undefined
  const form = isBinary ? 'binary' : 'text'
  const wrongForm = isBinary === base64 ? `a ${form} message of ${message.length} bytes` : undefined
  if (!base64) return { channel: first, payload: message.subarray(1), complaint: wrongForm }
  const text = message.toString('latin1', 1)
  const garbled = BASE64.test(text) ? undefined : `no base64: "${shortly(text)}"`
  return {
    channel: first - DIGIT_0,
    payload: Buffer.from(text, 'base64'),
    complaint: wrongForm ?? garbled,
  }
}

const DIGIT_0 = '0'.charCodeAt(0)
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/
