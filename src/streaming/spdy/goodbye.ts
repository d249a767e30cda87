import type { Socket } from 'node:net'
import { ORDERLY_MS } from '../leaving.ts'
import { goAway, RESET, rstStream } from './frames.ts'
import type { SpdyStream } from './stream.ts'

/** Gives up what is open, takes leave and closes; a server that stays is cut off after a while. */
export function sayGoodbye(socket: Socket, open: readonly SpdyStream[]): void {
  if (socket.writable) {
    for (const { id } of open) socket.write(rstStream(id, RESET.cancel))
    // The server has opened no stream, so the last one taken is 0.
    socket.write(goAway(0, 0))
  }
  socket.end()
  // What still comes is not looked at, but must be read for the end to be seen.
  socket.resume()
  const timer = setTimeout(() => socket.destroy(), ORDERLY_MS)
  socket.once('close', () => clearTimeout(timer))
}
