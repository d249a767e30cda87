import {
  type ForwardDial,
  type ForwardedConnection,
  type ForwardLink,
  readForwardError,
  toBytes,
} from '../forwarding.ts'
import { SpdyConnection } from './connection.ts'
import { upgradeToSpdy } from './upgrade.ts'

const VERSIONS = ['portforward.k8s.io'] as const

/** Opens a port-forward session over SPDY: a pair of streams for each connection, to any port. */
export async function dialSpdyPortForward(dial: ForwardDial): Promise<ForwardLink> {
  const { url, subprotocols = VERSIONS, method, ending } = dial
  const upgraded = await upgradeToSpdy({ url, method, subprotocols }, ending)
  const connection = new SpdyConnection(upgraded, ending).begin()
  let requests = 0
  return {
    protocol: 'spdy',
    subprotocol: connection.subprotocol,
    connect: async (port) => connectPair(connection, port, requests++),
    leave: (how) => connection.leave(how),
  }
}

async function connectPair(
  connection: SpdyConnection,
  port: number,
  request: number,
): Promise<ForwardedConnection> {
  const open = (streamtype: string) =>
    connection.open(`${streamtype} stream ${request} of port ${port}`, {
      streamtype,
      port: String(port),
      requestid: String(request),
    })
  const error = open('error')
  // The error stream is for the server alone, which may wait for its other end.
  await connection.end(error)
  const data = open('data')
  return {
    port,
    data: data.inbound,
    error: readForwardError(error.inbound),
    canEnd: true,
    write: (bytes) => connection.write(data, toBytes(bytes)),
    end: () => connection.end(data),
    reset: () => {
      connection.reset(data)
      connection.reset(error)
    },
  }
}
