import { WebSocket } from 'ws'
import type { Ending } from '../ending.ts'
import { networkError, StreamError } from '../errors.ts'
import { readRefusal } from '../refusal.ts'

/** A WebSocket that is being opened. */
export interface Dialled {
  readonly socket: WebSocket
  readonly opened: Promise<void>
}

// Servers send 32 KiB at most; a message is held as a whole, so there must be a limit.
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024

/** Opens a WebSocket, with whatever certificate the server has; listeners can be set before it is open. */
export function dialWebSocket(url: URL, subprotocols: readonly string[], ending: Ending): Dialled {
  const target = new URL(url)
  target.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(target, [...subprotocols], {
    rejectUnauthorized: false,
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload: MAX_MESSAGE_BYTES,
  })
  const opened = new Promise<void>((resolve, reject) => {
    const stop = ending.onDecided(() => {
      socket.terminate()
      reject(ending.error)
    })
    socket.on('error', (error) => ending.fail('network', webSocketError(error)))
    socket.once('unexpected-response', (_request, response) => {
      ending.established()
      readRefusal(response).then((refusal) => ending.fail('violation', refusal))
    })
    socket.once('open', () => {
      stop()
      ending.established()
      resolve()
    })
  })
  return { socket, opened }
}

// What ws itself complains of has either a code of its own or, in the handshake, none.
function webSocketError(error: Error & { readonly code?: unknown }): StreamError {
  const own = error.code === undefined || String(error.code).startsWith('WS_ERR_')
  if (error instanceof StreamError || !own) return networkError(error)
  return new StreamError('protocol', `broken WebSocket: ${error.message}`, { cause: error })
}
