import { expect, test } from 'vitest'
import { openExec } from '../../src/streaming/open-exec.ts'
import type { RemoteSession } from '../../src/streaming/remote-session.ts'
import { spdyServer, V4 } from './spdy-peer.ts'
import { webSocketServer } from './websocket-peer.ts'

const MORE_THAN_BUFFERS = Buffer.alloc(64 * 1024 * 1024)
const DEADLINE_MS = 60_000

const ignore = () => undefined

const UNDER_WAY: Readonly<Record<string, (session: RemoteSession) => void>> = {
  'nothing under way': ignore,
  'bytes that are not taken': (session) => {
    session.stdin.write(MORE_THAN_BUFFERS).catch(ignore)
  },
  'an orderly goodbye behind bytes that are not taken': (session) => {
    session.stdin.write(MORE_THAN_BUFFERS).catch(ignore)
    session.close('orderly').catch(ignore)
  },
}

// A socket that is reset while its shutdown is in flight never closes, in some releases of Node.
test.for(
  (['spdy', 'websocket'] as const).flatMap((protocol) =>
    Object.entries(UNDER_WAY).map(([what, begin]) => ({ protocol, what, begin })),
  ),
)('$protocol: a session is cut at once, with $what', async ({ protocol, begin }) => {
  const server = protocol === 'spdy' ? spdyServer : webSocketServer
  const url = await server(({ socket }) => void socket.pause(), V4)
  const streams = { stdin: true, stdout: true }
  const session = await openExec({ url, protocol, deadlineMs: DEADLINE_MS, ...streams })
  session.status.catch(ignore)
  begin(session)
  const startedMs = performance.now()
  await session.close('abrupt')
  expect(performance.now() - startedMs).toBeLessThan(2_000)
})
