import type { StreamHook } from './fault.ts'
import { SpdyCutter } from './spdy-cutter.ts'
import { WebSocketCutter } from './websocket-cutter.ts'

/** The streams of an exec or attach session; `data` is a port-forward's, whose errors are `error` too. */
export type Channel = 'stdin' | 'stdout' | 'stderr' | 'error' | 'resize' | 'data'

/** What becomes of the bytes of one frame; nothing: they are lost. */
export type ChannelChange = (channel: Channel, bytes: Buffer) => Buffer | undefined

/** What a fault does to the frames of a session, in each direction. */
export interface ChannelChanges {
  readonly toRuntime?: ChannelChange
  readonly toClient?: ChannelChange
}

/** Cuts one direction of a connection into frames and puts changed ones in their place. */
export interface Cutter {
  push(piece: Buffer): Buffer
}

/** Changes frames of sessions over SPDY or WebSocket; every session gets changes of its own. */
export function changesStreams(changesOf: () => ChannelChanges): StreamHook {
  return {
    tap: (touch) => {
      const { toRuntime, toClient } = changesOf()
      // SPDY names its streams on the way there; what comes back has numbers only.
      const names = new Map<number, Channel>()
      return {
        toRuntime: direction(names, touch, toRuntime),
        toClient: direction(names, touch, toClient),
      }
    },
  }
}

function direction(names: Map<number, Channel>, touch: () => void, change: ChannelChange = keep) {
  const noting: ChannelChange = (channel, bytes) => {
    const changed = change(channel, bytes)
    if (!changed?.equals(bytes)) touch()
    return changed
  }
  let cutter: Cutter | undefined
  let head = Buffer.alloc(0)
  return (piece: Buffer): Buffer => {
    if (cutter) return cutter.push(piece)
    head = Buffer.concat([head, piece])
    const end = head.indexOf('\r\n\r\n') + 4
    if (end < 4) return Buffer.alloc(0)
    const isWebSocket = /upgrade: *websocket/i.test(head.toString('latin1', 0, end))
    cutter = isWebSocket ? new WebSocketCutter(noting) : new SpdyCutter(names, noting)
    return Buffer.concat([head.subarray(0, end), cutter.push(head.subarray(end))])
  }
}

const keep: ChannelChange = (_, bytes) => bytes
