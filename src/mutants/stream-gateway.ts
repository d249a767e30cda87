import { connect, createServer, type Server, type Socket } from 'node:net'
import { streamUrl } from '../streaming/stream-url.ts'
import type { StreamTap } from './stream-tap.ts'

/** Stands between clients and the streaming server whose URLs a runtime hands out. */
export class StreamGateway {
  readonly #taps: () => readonly StreamTap[]
  readonly #host: () => string
  /** By the host and port they lead to. */
  readonly #servers = new Map<string, Promise<Server>>()
  readonly #sockets = new Set<Socket>()

  /** `taps` answers what steps into the next connection, `host` what URLs name in place of loopback's address. */
  constructor(taps: () => readonly StreamTap[], host: () => string | undefined) {
    this.#taps = taps
    this.#host = () => host() ?? '127.0.0.1'
  }

  /** The same URL, leading through here; what is no URL stays as it is. */
  async through(text: string): Promise<string> {
    if (!URL.canParse(text)) return text
    const { hostname, port, protocol } = streamUrl(text)
    const to = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || PORTS[protocol]) }
    const key = `${to.host} ${to.port}`
    const opening = this.#servers.get(key) ?? this.#open(to)
    this.#servers.set(key, opening)
    const address = (await opening).address()
    if (address === null || typeof address === 'string') return text
    // Only the authority changes: the rest may be written as no parser would write it.
    return text.replace(/\/\/[^/?#]*/, `//${this.#host()}:${address.port}`)
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const servers = await Promise.all(this.#servers.values())
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  }

  #open(to: { readonly host: string; readonly port: number }): Promise<Server> {
    const server = createServer({ allowHalfOpen: true }, (down) => {
      this.#join(down, connect({ ...to, allowHalfOpen: true }))
    })
    return new Promise((done, failed) => {
      server.once('error', failed)
      server.listen(0, '127.0.0.1', () => done(server))
    })
  }

  #join(down: Socket, up: Socket): void {
    const taps = this.#taps()
    const toRuntime = taps.flatMap((tap) => tap.toRuntime ?? [])
    const toClient = taps.flatMap((tap) => tap.toClient ?? [])
    const keepsOpen = () => taps.some((tap) => tap.keepsOpen?.())
    this.#pour(down, up, toRuntime, () => false)
    this.#pour(up, down, toClient, keepsOpen)
  }

  #pour(
    from: Socket,
    to: Socket,
    changes: readonly ((piece: Buffer) => Buffer)[],
    keepsOpen: () => boolean,
  ): void {
    this.#sockets.add(from)
    from.setNoDelay(true)
    from.on('data', (piece: Buffer) => {
      const changed = changes.reduce((bytes, change) => change(bytes), piece)
      if (changed.length > 0 && to.writable && !to.write(changed)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    })
    const end = () => {
      if (!keepsOpen()) to.end()
    }
    from.on('end', end)
    // What broke here breaks there too.
    from.on('error', () => to.destroy())
    from.on('close', () => {
      this.#sockets.delete(from)
      end()
      from.resume()
    })
  }
}

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }
