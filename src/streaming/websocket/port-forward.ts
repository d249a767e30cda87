import { CrivetError } from '../../errors.ts'
import { ByteQueue } from '../byte-queue.ts'
import { StreamError } from '../errors.ts'
import {
  type ForwardDial,
  type ForwardedConnection,
  type ForwardLink,
  readForwardError,
  toBytes,
} from '../forwarding.ts'
import { Intake } from '../intake.ts'
import { WebSocketChannels } from './channels.ts'
import { dialWebSocket } from './dial.ts'

const VERSIONS = ['v4.channel.k8s.io', 'v4.base64.channel.k8s.io'] as const
const PORT_BYTES = 2

interface Pair {
  readonly port: number
  readonly dataChannel: number
  readonly data: ByteQueue
  readonly error: ByteQueue
}

/** Opens a port-forward session over WebSocket: two channels for each port that the request named. */
export async function dialWebSocketPortForward(dial: ForwardDial): Promise<ForwardLink> {
  const { url, ports, subprotocols = VERSIONS, ending } = dial
  const intake = new Intake()
  const pairs = ports.map((port, index) => ({
    port,
    dataChannel: 2 * index,
    data: new ByteQueue(intake),
    error: new ByteQueue(intake),
  }))
  const queues = new Map(
    pairs.flatMap(({ dataChannel, data, error }) => [
      [dataChannel, data] as const,
      [dataChannel + 1, error] as const,
    ]),
  )
  const { socket, opened } = dialWebSocket(url, subprotocols, ending)
  const channels = new WebSocketChannels(socket, queues, intake, ending)
  await opened
  const free = [...pairs]
  return {
    protocol: 'websocket',
    subprotocol: channels.subprotocol,
    connect: async (port) => connectPair(channels, takePair(free, port)),
    leave: (how) => channels.leave(how),
  }
}

function takePair(free: Pair[], port: number): Pair {
  const index = free.findIndex((it) => it.port === port)
  const [pair] = index < 0 ? [] : free.splice(index, 1)
  if (pair) return pair
  throw new CrivetError('CRIVET_STREAM', `the session has no connection to port ${port} left`, {
    hint: 'over WebSocket name a port in the request as often as it is to be connected to',
  })
}

async function connectPair(channels: WebSocketChannels, pair: Pair): Promise<ForwardedConnection> {
  const { port, dataChannel, data, error } = pair
  const heads = await Promise.all([data.take(PORT_BYTES), error.take(PORT_BYTES)])
  heads.forEach((head, index) => {
    const announced = head.readUInt16LE()
    if (announced === port) return
    const channel = dataChannel + index
    throw new StreamError('protocol', `channel ${channel} is for port ${announced}, not ${port}`)
  })
  return {
    port,
    data,
    error: readForwardError(error),
    canEnd: false,
    write: (bytes) => channels.write(dataChannel, toBytes(bytes)),
    end: async () => {
      throw notPossible('to end one direction')
    },
    reset: () => {
      throw notPossible('to give up one connection')
    },
  }
}

function notPossible(what: string): CrivetError {
  return new CrivetError('CRIVET_STREAM', `port-forward over WebSocket has no way ${what}`, {
    hint: 'use SPDY, or close the session',
  })
}
