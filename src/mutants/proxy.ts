import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2'
import { connect as connectCri } from '../cri/client.ts'
import { METHODS, type MethodName } from '../cri/gen/methods.ts'
import type { ActiveFault } from './fault.ts'
import { treatCall } from './faulty-call.ts'
import { passThrough } from './pass-through.ts'
import { StreamGateway } from './stream-gateway.ts'
import { type Endpoints, HTTP2_LIMITS, Upstreams } from './upstreams.ts'

/** Between whom a proxy stands, and what it does wrong. */
export interface ProxyOptions extends Endpoints {
  /** The path of the socket to make. */
  readonly socket: string
  /** Absent: all passes as it is. */
  readonly fault?: ActiveFault
}

/** A socket that answers as the runtime behind it, but for its fault. */
export interface CriProxy {
  /** `unix:///…`, of both services. */
  readonly endpoint: string
  /** Ends all connections and removes the socket. */
  close(): Promise<void>
}

/**
 * Stands in for a runtime. Calls that no fault is about pass byte by byte, only the URLs of the streaming
 * server are replaced by ones that lead through here.
 */
export async function startProxy(options: ProxyOptions): Promise<CriProxy> {
  const { socket, fault } = options
  const gateway = new StreamGateway(
    () => fault?.taps() ?? [],
    () => fault?.streamingHost(),
  )
  const direct = connectCri({
    endpoint: options.endpoint,
    ...(options.imageEndpoint === undefined ? {} : { imageEndpoint: options.imageEndpoint }),
  })
  const adjust = async (answer: unknown) => {
    const { url } = answer as { readonly url: string }
    return { ...(answer as object), url: await gateway.through(url) }
  }
  const sessions = new Map<ServerHttp2Session, Upstreams>()
  const server = createServer(HTTP2_LIMITS)
  server.on('session', (session) => {
    sessions.set(session, new Upstreams(session, options, () => fault?.lost()))
    session.on('error', () => session.destroy())
    session.on('close', () => sessions.delete(session))
  })
  server.on('stream', (stream, headers) => {
    const upstreams = stream.session && sessions.get(stream.session as ServerHttp2Session)
    if (!upstreams) {
      stream.destroy()
      return
    }
    const path = String(headers[':path'])
    const method = methodOf(path)
    const hooks = method ? (fault?.on(method) ?? []) : []
    const upstream = upstreams.for(path)
    if (!method || (hooks.length === 0 && !GIVES_URL.has(method))) {
      passThrough(stream, headers, upstream)
      return
    }
    const cut = (forGood: boolean) => {
      // A server that is closed removes its socket.
      if (forGood) server.close()
      for (const session of forGood ? sessions.keys() : [stream.session]) session?.destroy()
    }
    const call = { down: stream, headers, upstream, method, hooks, fault, runtime: direct.cri, cut }
    treatCall(GIVES_URL.has(method) ? { ...call, adjust } : call)
  })
  await listen(server, socket)
  return {
    endpoint: `unix://${socket}`,
    close: async () => {
      fault?.end()
      direct.close()
      const closed = new Promise<void>((done) => server.close(() => done()))
      for (const session of sessions.keys()) session.destroy()
      await Promise.all([closed, gateway.close()])
    },
  }
}

// Their answers lead to the streaming server.
const GIVES_URL: ReadonlySet<MethodName> = new Set(['Exec', 'Attach', 'PortForward'])

function methodOf(path: string): MethodName | undefined {
  const name = path.split('/').at(-1) ?? ''
  if (!(name in METHODS)) return undefined
  const method = name as MethodName
  return path === `/runtime.v1.${METHODS[method].service}/${method}` ? method : undefined
}

function listen(server: Http2Server, socket: string): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed)
    server.listen(socket, () => done())
  })
}
