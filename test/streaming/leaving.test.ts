import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { breakOff } from '../../src/streaming/leaving.ts'

async function toServerThatNeverReads(): Promise<Socket> {
  const held: Socket[] = []
  const server = createServer((socket) => {
    held.push(socket.pause())
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of held) socket.destroy()
    server.close()
  })
  const socket = connect((server.address() as { port: number }).port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

test.for([
  ['nothing under way', (_socket: Socket): void => undefined],
  ['bytes that are not taken', (socket: Socket): void => void socket.write(Buffer.alloc(64 << 20))],
  [
    'an end behind bytes that are not taken',
    (socket: Socket): void => {
      socket.write(Buffer.alloc(64 << 20))
      socket.end()
    },
  ],
] as const)('a connection is cut at once: %s', async ([, prepare]) => {
  const socket = await toServerThatNeverReads()
  prepare(socket)
  const closed = once(socket, 'close')
  const started = performance.now()
  breakOff(socket)
  await closed
  expect(performance.now() - started).toBeLessThan(2000)
})
