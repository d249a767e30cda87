import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { openPortForward } from '../../src/streaming/open-port-forward.ts'
import type { StreamProtocol } from '../../src/streaming/remote-session.ts'
import { type Case, summary } from './cases.ts'
import type { Crictl } from './crictl.ts'
import type { Workbench } from './workbench.ts'

const PORT = 8000
const DEADLINE_MS = 60_000
const SENT = Buffer.from(Array.from({ length: 10 * 1024 * 1024 }, (_, index) => (index * 7) % 253))

/** What goes through a forwarded port and comes back. */
export async function forwardCases(
  bench: Workbench,
  crictl: Crictl,
  protocol: StreamProtocol,
): Promise<readonly Case[]> {
  if (protocol === 'spdy') {
    await bench.run(['serve-tcp', String(PORT), '--echo', '--bind', '127.0.0.1'])
  }
  return [
    {
      name: '10 MiB through a forwarded port and back',
      crivet: async () => {
        const { url } = await bench.cri.portForward({ pod_sandbox_id: bench.podId, port: [PORT] })
        const session = await openPortForward({
          url,
          ports: [PORT],
          protocol,
          deadlineMs: DEADLINE_MS,
        })
        const connection = await session.connect(PORT)
        const writing = connection.write(SENT)
        const echoed = await take(connection.data)
        await writing
        await session.close()
        return summary(echoed)
      },
      crictl: async () => {
        const child = crictl.start([
          'port-forward',
          '--transport',
          protocol,
          bench.podId,
          `:${PORT}`,
        ])
        try {
          const socket = connect(await localPort(child), '127.0.0.1')
          socket.write(SENT)
          const echoed = await take(socket)
          socket.destroy()
          return summary(echoed)
        } finally {
          if (child.kill()) await once(child, 'close')
        }
      },
    },
  ]
}

async function take(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of source) {
    pieces.push(Buffer.from(piece))
    bytes += piece.length
    if (bytes >= SENT.length) break
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
