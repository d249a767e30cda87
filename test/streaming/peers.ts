import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A plain TCP server that is gone when the test ends, with everything that is connected to it. */
export async function serve(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // A client that breaks off is what many of these tests are about.
    socket.on('error', () => undefined)
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/exec/token`
}

/** Waits for the end of a request's head and gives it with what came after. */
export async function readHead(socket: Socket): Promise<{ head: string; rest: Buffer }> {
  let seen = Buffer.alloc(0)
  for (;;) {
    const at = seen.indexOf('\r\n\r\n')
    if (at >= 0) return { head: seen.toString('latin1', 0, at), rest: seen.subarray(at + 4) }
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    seen = Buffer.concat([seen, chunk])
  }
}

/** A server that reads the request's head and then answers exactly these bytes. */
export function answering(answer: string | Buffer): Promise<string> {
  return serve(async (socket) => {
    await readHead(socket)
    socket.write(answer)
  })
}

/** Writes the same bytes until the client takes no more, or `limitBytes` are sent; gives their number. */
export async function flood(socket: Socket, bytes: Buffer, limitBytes: number): Promise<number> {
  let sent = 0
  while (sent < limitBytes && socket.writable) {
    sent += bytes.length
    if (!socket.write(bytes) && !(await drained(socket))) break
  }
  return sent - socket.writableLength
}

// A client that has taken nothing for so long has stopped reading.
const STALLED_MS = 400

async function drained(socket: Socket): Promise<boolean> {
  const signal = AbortSignal.timeout(STALLED_MS)
  try {
    await once(socket, 'drain', { signal })
    return true
  } catch {
    // Stalled, or gone.
    return false
  }
}
