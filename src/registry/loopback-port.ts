import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer, type Server, type Socket } from 'node:net'
import { CrivetError } from '../errors.ts'
import type { Certificate } from './certificate.ts'

/** A port that speaks HTTP and TLS at several loopback addresses. */
export interface LoopbackPort {
  readonly port: number
  /** Ends all connections. */
  close(): Promise<void>
}

/** Listens on one free port at each of the addresses; the first byte of a connection tells what it speaks. */
export async function listenOnLoopback(
  addresses: readonly string[],
  { keyPem, certificatePem }: Certificate,
  listener: RequestListener,
): Promise<LoopbackPort> {
  const http = createHttpServer(listener)
  const https = createHttpsServer({ key: keyPem, cert: certificatePem }, listener)
  for (const server of [http, https]) {
    server.keepAliveTimeout = KEEP_ALIVE_MS
    server.on('clientError', (_error, socket) => socket.destroy())
  }
  // A client that does not trust the certificate; its pull tells.
  https.on('tlsClientError', (_error, socket) => socket.destroy())
  const sockets = new Set<Socket>()
  const accept = (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    // Peers leave as they like.
    socket.on('error', () => socket.destroy())
    socket.once('readable', () => {
      const first = socket.read(1) as Buffer | null
      if (first === null) return socket.destroy()
      socket.unshift(first)
      const server = first[0] === TLS_HANDSHAKE ? https : http
      server.emit('connection', socket)
    })
  }
  const { port, servers } = await listenOnSamePort(addresses, accept)
  return {
    port,
    close: async () => {
      const closed = servers.map(closeServer)
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

const TLS_HANDSHAKE = 0x16
const KEEP_ALIVE_MS = 60_000
const ATTEMPTS = 20

interface Listening {
  readonly port: number
  readonly servers: readonly Server[]
}

// The first address gets a free port, which may be taken at another one.
async function listenOnSamePort(
  addresses: readonly string[],
  accept: (socket: Socket) => void,
): Promise<Listening> {
  let failure: unknown
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const servers: Server[] = []
    let port = 0
    try {
      for (const address of addresses) {
        const server = createServer(accept)
        port = await listen(server, port, address)
        servers.push(server)
      }
      return { port, servers }
    } catch (error) {
      failure = error
      await Promise.all(servers.map(closeServer))
    }
  }
  throw new CrivetError(
    'CRIVET_REGISTRY',
    `cannot listen at ${addresses.join(', ')}: ${failure instanceof Error ? failure.message : failure}`,
    { hint: 'see that the loopback interface is up: ip addr show lo', cause: failure },
  )
}

function listen(server: Server, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => {
      server.off('error', reject)
      const bound = server.address()
      resolve(bound !== null && typeof bound === 'object' ? bound.port : 0)
    })
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
