import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'

const ANSWER_MS = 5_000
// Set aside for documentation: what a socket is bound to on the way there is asked, and nothing is sent.
const OUTSIDE = '203.0.113.1'

/** What a TCP server sends until it closes, or `no connection:` and why. */
export function dialTcp(address: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port })
    let received = ''
    const failed = (why: string) => {
      resolve(`no connection: ${why}`)
      socket.destroy()
    }
    socket.setTimeout(ANSWER_MS, () => failed('no answer'))
    socket.on('connect', () => socket.end())
    socket.on('data', (bytes) => {
      received += bytes
    })
    socket.on('error', (error: NodeJS.ErrnoException) => failed(error.code ?? error.message))
    socket.on('close', () => resolve(received))
  })
}

/** What answers a datagram, or `no answer`. */
export async function askUdp(address: string, port: number, text: string): Promise<string> {
  const socket = createSocket('udp4')
  const answer = new Promise<string>((resolve) => {
    socket.on('message', (bytes) => resolve(String(bytes)))
    // A port on which nobody listens shows as an error, or not at all.
    socket.on('error', () => resolve('no answer'))
    setTimeout(() => resolve('no answer'), ANSWER_MS).unref()
  })
  socket.connect(port, address, () => socket.send(text))
  return answer.finally(() => socket.close())
}

/** The IPv4 address under which this host is known to others. */
export async function hostAddress(): Promise<string> {
  const socket = createSocket('udp4')
  try {
    socket.connect(9, OUTSIDE)
    await once(socket, 'connect')
    return socket.address().address
  } catch {
    // Without a default route any address that is not a loopback one is as good.
    const [first] = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
    if (!first) throw new Error('this host has no IPv4 address but that of its loopback')
    return first.address
  } finally {
    socket.close()
  }
}
