import { type ClientHttp2Session, connect, type ServerHttp2Session } from 'node:http2'
import { connect as dial } from 'node:net'
import { socketPath } from '../cri/endpoint.ts'

/** As grpc-js has them: a message of 16 MiB is no reason to end a connection. */
export const HTTP2_LIMITS = { maxSessionMemory: Number.MAX_SAFE_INTEGER }

/** Where the calls of the two services go. */
export interface Endpoints {
  /** `unix:///…` */
  readonly endpoint: string
  /** `unix:///…` of the image service where it has a socket of its own. */
  readonly imageEndpoint?: string | undefined
}

/** The runtime's side of one client's connection: opened with the first call, ended with the client's. */
export class Upstreams {
  readonly #down: ServerHttp2Session
  readonly #endpoints: Endpoints
  readonly #onLost: () => void
  readonly #sessions = new Map<string, ClientHttp2Session>()

  /** `onLost` hears that the runtime ended a connection that its client wants. */
  constructor(down: ServerHttp2Session, endpoints: Endpoints, onLost: () => void) {
    this.#down = down
    this.#onLost = onLost
    this.#endpoints = endpoints
    down.on('close', () => {
      for (const session of this.#sessions.values()) session.destroy()
    })
  }

  /** The connection for a call with this path. */
  for(path: string): ClientHttp2Session {
    const { endpoint, imageEndpoint } = this.#endpoints
    const isImage = path.startsWith('/runtime.v1.ImageService/')
    const target = isImage ? (imageEndpoint ?? endpoint) : endpoint
    const known = this.#sessions.get(target)
    if (known) return known
    const session = connect('http://localhost', {
      ...HTTP2_LIMITS,
      maxSendHeaderBlockLength: Number.MAX_SAFE_INTEGER,
      createConnection: () => dial(socketPath(target)),
    })
    // What ends the one connection ends the other, as if there were nothing between.
    const end = () => {
      if (!this.#down.destroyed) this.#onLost()
      this.#down.destroy()
    }
    session.on('error', end)
    session.on('close', end)
    this.#sessions.set(target, session)
    return session
  }
}
