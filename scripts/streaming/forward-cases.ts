import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { openPortForward } from '../../src/streaming/open-port-forward.ts'
import type { StreamProtocol } from '../../src/streaming/remote-session.ts'
import { type Case, summary } from './case.ts'
import type { Crictl } from './crictl.ts'
import type { Workbench } from './workbench.ts'

const ECHO_PORT = 8000
const SINK_PORT = 8001
const DEADLINE_MS = 60_000
const SENT = Buffer.from(Array.from({ length: 10 * 1024 * 1024 }, (_, index) => (index * 7) % 253))

/** What goes through a forwarded port and comes back; half-closing is SPDY's alone. */
export async function forwardCases(
  bench: Workbench,
  crictl: Crictl,
  protocol: StreamProtocol,
): Promise<readonly Case[]> {
  const serve = (port: number, verb: string) =>
    bench.serve(['serve-tcp', String(port), verb, '--bind', '127.0.0.1'])
  // The servers of the first protocol's turn are still there.
  if (protocol === 'spdy') {
    await Promise.all([serve(ECHO_PORT, '--echo'), serve(SINK_PORT, '--sink')])
  }
  const forward = (name: string, port: number, answerBytes: number | undefined): Case => ({
    name,
    crivet: () => throughCrivet(bench, protocol, port, answerBytes),
    crictl: () => throughCrictl(bench, crictl, port, answerBytes),
  })
  return [
    forward('10 MiB through a forwarded port and back', ECHO_PORT, SENT.length),
    ...(protocol === 'spdy'
      ? [forward('10 MiB through a forwarded port, half-closed, counted', SINK_PORT, undefined)]
      : []),
  ]
}

// Without a number of bytes to expect the input is ended, and the answer read to its end.
async function throughCrivet(
  { cri, podId }: Workbench,
  protocol: StreamProtocol,
  port: number,
  answerBytes: number | undefined,
): Promise<string> {
  const { url } = await cri.portForward({ pod_sandbox_id: podId, port: [port] })
  const session = await openPortForward({ url, ports: [port], protocol, deadlineMs: DEADLINE_MS })
  const connection = await session.connect(port)
  const writing = connection.write(SENT)
  if (answerBytes === undefined) await connection.end()
  const answer = await take(connection.data, answerBytes)
  await writing
  await session.close()
  return summary(answer)
}

async function throughCrictl(
  { podId }: Workbench,
  crictl: Crictl,
  port: number,
  answerBytes: number | undefined,
): Promise<string> {
  const child = crictl.start(['port-forward', podId, `:${port}`])
  try {
    const socket = connect({ port: await localPort(child), host: '127.0.0.1', allowHalfOpen: true })
    socket.write(SENT)
    if (answerBytes === undefined) socket.end()
    const answer = await take(socket, answerBytes)
    socket.destroy()
    return summary(answer)
  } finally {
    if (child.kill()) await once(child, 'close')
  }
}

async function take(
  source: AsyncIterable<Uint8Array>,
  atMost = Number.POSITIVE_INFINITY,
): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of source) {
    pieces.push(Buffer.from(piece))
    bytes += piece.length
    if (bytes >= atMost) break
  }
  return Buffer.concat(pieces)
}

// Its output is read to the end: a closed pipe would end crictl.
function localPort(child: ChildProcess): Promise<number> {
  return new Promise((found, failed) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk
      const port = /127\.0\.0\.1:(\d+) ->/.exec(text)?.[1]
      if (port !== undefined) found(Number(port))
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk
    })
    child.once('close', () => failed(new Error(`crictl forwards no port: ${text}`)))
  })
}
