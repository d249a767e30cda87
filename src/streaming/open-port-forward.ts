import { type Bounds, Ending } from './ending.ts'
import type { PortForwardSession } from './forwarding.ts'
import type { StreamProtocol } from './remote-session.ts'
import { dialSpdyPortForward } from './spdy/port-forward.ts'
import { streamUrl } from './stream-url.ts'
import { dialWebSocketPortForward } from './websocket/port-forward.ts'

/** What to open: the URL of PortForward and the ports that the request named, in its order. */
export interface PortForwardOptions extends Bounds {
  readonly url: string
  readonly protocol: StreamProtocol
  readonly ports: readonly number[]
  /** Versions to offer in the order of preference, in place of all that are known. */
  readonly subprotocols?: readonly string[]
  /** Of the upgrade request; SPDY only. */
  readonly method?: 'GET' | 'POST'
}

/**
 * Opens the session behind a URL of PortForward. Connections share one connection to the server: one
 * whose data nobody reads holds back the others once a buffer is full.
 * @throws StreamRefused for an HTTP answer, StreamError for everything else the server did.
 * @example
 * const { url } = await cri.portForward({ pod_sandbox_id, port: [80] })
 * const session = await openPortForward({ url, protocol: 'spdy', ports: [80] })
 * const connection = await session.connect(80)
 * await connection.write('hello')
 * const answer = await connection.data.until('\n')
 */
export async function openPortForward(options: PortForwardOptions): Promise<PortForwardSession> {
  const url = streamUrl(options.url)
  const ending = new Ending(options)
  const { protocol, ports, subprotocols, method = 'POST' } = options
  const dial = protocol === 'spdy' ? dialSpdyPortForward : dialWebSocketPortForward
  try {
    const link = await dial({ url, ports, subprotocols, method, ending })
    return {
      protocol: link.protocol,
      subprotocol: link.subprotocol,
      closed: ending.closed,
      violations: ending.violations,
      connect: link.connect,
      close: (how = 'orderly') => {
        link.leave(how)
        return ending.closed
      },
    }
  } catch (error) {
    ending.abandon(error)
    throw error
  }
}
