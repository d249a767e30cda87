import { expect, test } from 'vitest'
import { openPortForward } from '../../src/streaming/open-port-forward.ts'
import { data, goAwayFrame, rst, type SpdyPeer, spdyServer } from './spdy-peer.ts'
import { closeFrame, message, type WebSocketPeer, webSocketServer } from './websocket-peer.ts'

const VERSION = 'portforward.k8s.io'

async function spdy(script: (peer: SpdyPeer) => unknown) {
  const url = await spdyServer(script, VERSION)
  return openPortForward({ url, protocol: 'spdy', ports: [80], deadlineMs: 3000 })
}

async function webSocket(script: (peer: WebSocketPeer) => unknown, ports = [80, 4000]) {
  const url = await webSocketServer(script)
  return openPortForward({ url, protocol: 'websocket', ports, deadlineMs: 3000 })
}

const port = (number: number) => Buffer.from([number & 0xff, number >> 8])

test('SPDY: a pair of streams for each connection, which ends the error stream at once', async () => {
  let peer: SpdyPeer | undefined
  const session = await spdy((it) => {
    peer = it
  })
  const first = await session.connect(80)
  const second = await session.connect(8080)
  await second.write('to 8080')
  await peer?.frame((it) => it.payload.toString() === 'to 8080')
  const seen = peer?.frames.map((it) => [it.type, it.streamId, it.flags, it.headers])
  const pair = (request: string, number: string) =>
    ['error', 'data'].map((streamtype) => ({ streamtype, port: number, requestid: request }))
  expect(seen).toEqual([
    [1, 1, 0, pair('0', '80')[0]],
    ['data', 1, 1, {}],
    [1, 3, 0, pair('0', '80')[1]],
    [1, 5, 0, pair('1', '8080')[0]],
    ['data', 5, 1, {}],
    [1, 7, 0, pair('1', '8080')[1]],
    ['data', 7, 0, {}],
  ])
  peer?.send(
    data(7, 'from 8080', true),
    data(5, '', true),
    data(1, 'nobody listens'),
    rst(1),
    rst(3),
  )
  expect((await second.data.collect()).text).toBe('from 8080')
  expect(await second.error).toBe('')
  expect(await first.error).toBe('nobody listens')
  expect((await first.data.collect()).totalBytes).toBe(0)
  expect(first.data.endedBy).toBe('reset')
  await expect(first.write('x')).rejects.toMatchObject({ kind: 'closed' })
  expect(session.violations).toEqual([])
  await session.close()
})

test('SPDY: giving up one connection leaves the others; what is under way for it is no violation', async () => {
  const session = await spdy(async (peer) => {
    await peer.frame((it) => it.type === 3)
    peer.send(data(3, 'late'), data(3, '', true), data(7, 'for the other'))
  })
  const [first, second] = [await session.connect(80), await session.connect(80)]
  first.reset()
  expect(await second.data.until('other')).toBe('for the other')
  expect(first.data.endedBy).toBe('client')
  expect(session.violations).toEqual([])
  await session.close('abrupt')
  expect(second.data.endedBy).toBe('client')
})

test('SPDY: after GOAWAY there are no new connections', async () => {
  const session = await spdy(async (peer) => {
    await peer.stream('data')
    peer.send(goAwayFrame(3), data(3, 'still'))
  })
  const connection = await session.connect(80)
  expect(await connection.data.until('still')).toBe('still')
  await expect(session.connect(80)).rejects.toThrow('the server sent GOAWAY')
  await session.close('abrupt')
})

test('SPDY: the end of the session ends every connection', async () => {
  const session = await spdy(async (peer) => {
    await peer.stream('data')
    peer.socket.resetAndDestroy()
  })
  const connection = await session.connect(80)
  await expect(connection.data.collect()).rejects.toMatchObject({ kind: 'closed' })
  await expect(connection.error).rejects.toMatchObject({ kind: 'closed' })
  await expect(connection.write('x')).rejects.toMatchObject({ kind: 'closed' })
  await expect(session.connect(80)).rejects.toMatchObject({ kind: 'closed' })
  expect(await session.closed).toMatchObject({ by: 'network' })
})

test('WebSocket: each channel begins with its port', async () => {
  const session = await webSocket((peer) => {
    peer.send(message(0, port(80)), message(1, port(80)), message(2, port(4000)))
    peer.send(message(3, Buffer.concat([port(4000), Buffer.from('nobody listens')])))
    peer.send(message(0, 'from 80'), closeFrame(1000))
  })
  const second = await session.connect(4000)
  const first = await session.connect(80)
  expect((await first.data.collect()).text).toBe('from 80')
  expect([await first.error, await second.error]).toEqual(['', 'nobody listens'])
  await expect(session.connect(80)).rejects.toMatchObject({
    code: 'CRIVET_STREAM',
    message: 'the session has no connection to port 80 left',
  })
  await expect(first.end()).rejects.toMatchObject({ code: 'CRIVET_STREAM' })
  expect(() => first.reset()).toThrow('no way to give up one connection')
})

test('WebSocket: bytes go out on the channel of the port', async () => {
  let peer: WebSocketPeer | undefined
  const session = await webSocket((it) => {
    peer = it
    it.send(message(2, port(4000)), message(3, port(4000)))
  })
  await (await session.connect(4000)).write('hi')
  const seen = await peer?.message(() => true)
  expect(seen?.payload).toEqual(Buffer.from('\u0002hi'))
  await session.close('abrupt')
})

test('WebSocket: a wrong port and one that never comes', async () => {
  const session = await webSocket((peer) => {
    peer.send(message(0, port(81)), message(1, port(80)), message(2, 'x'), closeFrame(1000))
  })
  await expect(session.connect(80)).rejects.toMatchObject({
    kind: 'protocol',
    message: 'channel 0 is for port 81, not 80',
  })
  await expect(session.connect(4000)).rejects.toThrow(/ended after [01] of 2 bytes/)
})
