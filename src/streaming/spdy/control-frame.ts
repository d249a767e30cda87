import { StreamError } from '../errors.ts'
import { FLAG_FIN, FRAME } from './frames.ts'

/** A control frame of the server, as far as this client looks at it. */
export type ControlFrame =
  | { readonly kind: 'stream' | 'reply' | 'headers'; readonly id: number; readonly fin: boolean }
  | { readonly kind: 'reset'; readonly id: number; readonly status: number }
  | { readonly kind: 'ping'; readonly id: number }
  | { readonly kind: 'goaway'; readonly lastId: number; readonly status: number }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'unknown'; readonly type: number }

/** Decodes a control frame; one of a wrong length breaks the protocol. Header blocks are skipped. */
export function decodeControl(type: number, flags: number, payload: Buffer): ControlFrame {
  const rule = RULES[type]
  if (rule && !rule.fits(payload)) {
    throw new StreamError('protocol', `${rule.name} of ${payload.length} bytes`)
  }
  const number = (at: number) => payload.readUInt32BE(at)
  const id = () => number(0) & ID_MASK
  const fin = (flags & FLAG_FIN) !== 0
  switch (type) {
    case FRAME.synStream:
      return { kind: 'stream', id: id(), fin }
    case FRAME.synReply:
      return { kind: 'reply', id: id(), fin }
    case FRAME.headers:
      return { kind: 'headers', id: id(), fin }
    case FRAME.rstStream:
      return { kind: 'reset', id: id(), status: number(4) }
    case FRAME.ping:
      return { kind: 'ping', id: number(0) }
    case FRAME.goAway:
      return { kind: 'goaway', lastId: id(), status: number(4) }
    // Without flow control and with one setting for all there is nothing to learn from these.
    case FRAME.settings:
    case FRAME.windowUpdate:
      return { kind: 'ignored' }
    default:
      return { kind: 'unknown', type }
  }
}

const ID_MASK = 0x7fffffff

interface Rule {
  readonly name: string
  readonly fits: (payload: Buffer) => boolean
}

const exactly = (bytes: number) => (payload: Buffer) => payload.length === bytes
const atLeast = (bytes: number) => (payload: Buffer) => payload.length >= bytes

const RULES: Readonly<Record<number, Rule>> = {
  [FRAME.synStream]: { name: 'SYN_STREAM', fits: atLeast(10) },
  [FRAME.synReply]: { name: 'SYN_REPLY', fits: atLeast(4) },
  [FRAME.headers]: { name: 'HEADERS', fits: atLeast(4) },
  [FRAME.rstStream]: { name: 'RST_STREAM', fits: exactly(8) },
  [FRAME.ping]: { name: 'PING', fits: exactly(4) },
  [FRAME.goAway]: { name: 'GOAWAY', fits: exactly(8) },
  [FRAME.windowUpdate]: { name: 'WINDOW_UPDATE', fits: exactly(8) },
  [FRAME.settings]: {
    name: 'SETTINGS',
    fits: (payload) => payload.length >= 4 && payload.length === 4 + 8 * payload.readUInt32BE(0),
  },
}
