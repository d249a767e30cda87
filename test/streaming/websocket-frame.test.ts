import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { openExec } from '../../src/streaming/open-exec.ts'
import { frameRoom, maskedFrame } from '../../src/streaming/websocket/frame.ts'

const V4 = 'v4.channel.k8s.io'

// With the channel: around where the length takes two bytes and eight, and with every rest of a word.
const LENGTHS = [1, 2, 3, 4, 124, 125, 126, 127, 65_534, 65_535, 65_536, 65_537, 200_000]

test.for([V4, `v4.base64.channel.k8s.io`])('ws reads what is sent as %s', async (subprotocol) => {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: () => subprotocol,
  })
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const connected = once(server, 'connection') as Promise<[WebSocket]>
  const session = await openExec({
    url: `http://127.0.0.1:${port}/exec/x`,
    protocol: 'websocket',
    stdin: true,
    subprotocols: [subprotocol],
  })
  const [peer] = await connected
  const seen: Buffer[] = []
  peer.on('message', (message: Buffer, isBinary) => {
    expect(isBinary).toBe(subprotocol === V4)
    if (!isBinary) expect(message.subarray(0, 1).toString()).toBe('0')
    seen.push(isBinary ? message.subarray(1) : Buffer.from(message.toString().slice(1), 'base64'))
  })
  const sent = LENGTHS.map((length) => Buffer.from(Array.from({ length }, (_, at) => at % 251)))
  for (const bytes of sent) await session.stdin.write(bytes)
  await session.close()
  expect(Buffer.concat(seen).equals(Buffer.concat(sent))).toBe(true)
})

test('each frame has a mask of its own', () => {
  const room = frameRoom(100)
  const message = { text: false, first: 0, rest: Buffer.alloc(50) }
  const masks = Array.from({ length: 20 }, () => {
    const frame = maskedFrame(room, message)
    expect(frame.length).toBe(2 + 4 + 51)
    return frame.readUInt32BE(2)
  })
  expect(new Set(masks).size).toBeGreaterThan(18)
})
