import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { type ExecOptions, openExec } from '../../src/streaming/open-exec.ts'
import { answering, flood, readHead, serve } from './peers.ts'
import { SUCCESS } from './spdy-peer.ts'
import {
  accepting,
  closeFrame,
  frame,
  message,
  textMessage,
  type WebSocketPeer,
  webSocketServer,
} from './websocket-peer.ts'

const MIB = 1024 * 1024
const V5 = 'v5.channel.k8s.io'
const V4 = 'v4.channel.k8s.io'
const BASE64 = 'v4.base64.channel.k8s.io'

const dial = (url: string, more: Partial<ExecOptions> = {}) =>
  openExec({ url, protocol: 'websocket', stdout: true, deadlineMs: 3000, ...more })

async function open(
  script: (peer: WebSocketPeer) => unknown,
  more: Partial<ExecOptions> = {},
  subprotocol = V4,
) {
  return dial(await webSocketServer(script, subprotocol), more)
}

const success = (peer: WebSocketPeer) => peer.send(message(3, SUCCESS), closeFrame(1000))

test('offers v5 before v4; outputs and status come apart', async () => {
  let request = ''
  const session = await open(
    (peer) => {
      request = peer.request
      peer.send(message(1), message(1, 'out'), message(2, 'err'))
      success(peer)
    },
    { stderr: true },
  )
  const { stdout, stderr, status } = await session.finish()
  expect([stdout.text, stderr.text, status.status]).toEqual(['out', 'err', 'Success'])
  expect(/sec-websocket-protocol: (.*)/i.exec(request)?.[1]).toBe(`${V5},${V4},${BASE64}`)
  expect(session.subprotocol).toBe(V4)
  expect(session.stdout.endedBy).toBe('close')
  expect(session.violations).toEqual([])
  expect(await session.closed).toEqual({ by: 'server', detail: 'close code 1000' })
})

test('v5: the end of stdin is signalled, and so may be the end of an output', async () => {
  const session = await open(
    async (peer) => {
      const end = await peer.message(({ payload }) => payload[0] === 255)
      const input = peer.messages.filter(({ payload }) => payload[0] === 0)
      const bytes = Buffer.concat(input.map(({ payload }) => payload.subarray(1)))
      const report = `${bytes.length} ${end.payload.toString('hex')}`
      peer.send(message(1, report), message(255, Buffer.from([1])), message(1, 'late'))
      success(peer)
    },
    { stdin: true },
    V5,
  )
  expect(session.stdin.canEnd).toBe(true)
  await session.stdin.write(Buffer.alloc(100_000))
  await session.stdin.end()
  await session.stdin.end()
  await expect(session.stdin.write('x')).rejects.toThrow('channel 0 was ended by this client')
  const { stdout } = await session.finish()
  expect(stdout.text).toBe('100000 ff00')
  expect(session.stdout.endedBy).toBe('fin')
  expect(session.violations.map((it) => it.message)).toEqual([
    '4 bytes on channel 1, which is over',
  ])
})

test('v4: stdin has no end, and the error says what to do', async () => {
  const session = await open(() => undefined, { stdin: true })
  expect(session.stdin.canEnd).toBe(false)
  await expect(session.stdin.end()).rejects.toMatchObject({
    code: 'CRIVET_STREAM',
    message: 'websocket with v4.channel.k8s.io has no way to end stdin',
    hint: expect.stringContaining('SPDY'),
  })
  await session.close('abrupt')
})

test('the base64 form', async () => {
  const session = await open(
    async (peer) => {
      const input = await peer.message(() => true)
      const resize = await peer.message(({ payload }) => payload[0] === '4'.charCodeAt(0))
      expect(input.opcode).toBe(1)
      const text = `${input.payload} ${Buffer.from(resize.payload.toString().slice(1), 'base64')}`
      peer.send(textMessage(`1${Buffer.from(text).toString('base64')}`))
      peer.send(textMessage(`3${Buffer.from(SUCCESS).toString('base64')}`), closeFrame(1000))
    },
    { stdin: true, tty: true, subprotocols: [BASE64] },
    BASE64,
  )
  await session.stdin.write(Buffer.from([0, 255, 1]))
  await session.resize({ width: 101, height: 33 })
  const { stdout } = await session.finish()
  expect(stdout.text).toBe('0AP8B {"Width":101,"Height":33}')
})

test.for([
  ['text under a binary protocol', [textMessage('\u0001x')], 'a text message of 2 bytes'],
  ['a message without a channel', [frame(2, '')], 'a message without a channel'],
  ['an unknown channel', [message(9, 'x')], '1 bytes on channel 9, which was not asked for'],
  ['output that was not asked for', [message(2, 'err')], '3 bytes on channel 2'],
  ['bytes on stdin', [message(0, 'in')], '2 bytes on channel 0'],
  ['a close signal under v4', [message(255, '\u0001')], '1 bytes on channel 255'],
  [
    'more after the status',
    [message(3, SUCCESS), message(3, 'x')],
    'error stream after the status',
  ],
] as const)('%s is recorded, and the session goes on', async ([, frames, seen]) => {
  const session = await open((peer) => {
    peer.send(...frames)
    if (!seen.includes('status')) peer.send(message(3, SUCCESS))
    peer.send(closeFrame(1000))
  })
  expect((await session.finish()).status.status).toBe('Success')
  expect(session.violations).toHaveLength(1)
  expect(session.violations[0]).toMatchObject({
    kind: 'protocol',
    message: expect.stringContaining(seen),
  })
})

test.for([
  ['garbage', Buffer.from('HTTP/1.1 200 OK\r\n\r\n')],
  ['a reserved bit', Buffer.from('f20101', 'hex')],
  ['an unknown opcode', Buffer.from('830101', 'hex')],
  ['a masked frame', Buffer.from('82810000000001', 'hex')],
  ['a length beyond all bounds', Buffer.from('827f7fffffffffffffff', 'hex')],
  ['a message of 32 MiB', Buffer.from('827f0000000002000000', 'hex')],
  ['a continuation of nothing', frame(0, 'x')],
  ['text that is no UTF-8', Buffer.from('8102ffff', 'hex')],
  ['a close code that must not be sent', closeFrame(1006)],
  ['a fragmented ping', frame(9, 'x', false)],
] as const)('%s ends the session as a violation', async ([, bytes]) => {
  const session = await open((peer) => peer.send(bytes))
  await expect(session.status).rejects.toMatchObject({ kind: 'protocol' })
  await expect(session.status).rejects.toThrow('broken WebSocket')
  await expect(session.stdout.collect()).rejects.toMatchObject({ kind: 'protocol' })
  expect((await session.closed).error).toMatchObject({ kind: 'protocol' })
})

test.for([
  ['within a frame', (peer: WebSocketPeer) => peer.socket.end(message(1, 'half').subarray(0, 4))],
  ['without a close frame', (peer: WebSocketPeer) => peer.socket.end(message(1, 'x'))],
  ['by a reset', (peer: WebSocketPeer) => peer.socket.resetAndDestroy()],
  ['with a code of failure', (peer: WebSocketPeer) => peer.send(closeFrame(1011, 'no luck'))],
] as const)('an end %s is an error for everyone who waits', async ([, script]) => {
  const outcome = await open(script).then(
    async (session) => {
      await expect(session.stdout.collect()).rejects.toMatchObject({ kind: 'closed' })
      return session.status.catch((error) => error)
    },
    (error) => error,
  )
  expect(outcome).toMatchObject({ name: 'StreamError', kind: 'closed' })
})

test('silence ends by the deadline, before and after the upgrade', async () => {
  const session = await open(() => undefined, { deadlineMs: 100 })
  await expect(session.finish()).rejects.toMatchObject({ kind: 'timeout' })
  const silent = await serve(() => undefined)
  await expect(dial(silent, { handshakeMs: 60 })).rejects.toMatchObject({ kind: 'timeout' })
})

test.for([
  ['an unknown subprotocol', (head: string) => accepting(head, 'v9.channel.k8s.io'), 'protocol'],
  ['an empty subprotocol', (head: string) => accepting(head, ''), 'protocol'],
  ['a wrong key', () => accepting('', V4), 'protocol'],
  ['SPDY', () => accepting('', V4).replace('websocket', 'SPDY/3.1'), 'protocol'],
  ['no HTTP', () => 'SSH-2.0-x\r\n', 'protocol'],
  ['endless headers', () => `HTTP/1.1 101 X\r\n${'A: b\r\n'.repeat(20_000)}`, 'protocol'],
] as const)('an answer with %s', async ([, answer, kind]) => {
  const url = await serve(async (socket) => {
    const { head } = await readHead(socket)
    socket.write(answer(head))
  })
  await expect(dial(url)).rejects.toMatchObject({ name: 'StreamError', kind })
})

test('an HTTP answer is a refusal with status, headers and body', async () => {
  const url = await answering('HTTP/1.1 403 Forbidden\r\nX-Why: v9\r\nContent-Length: 2\r\n\r\nno')
  const expected = { kind: 'refused', status: 403, headers: { 'x-why': 'v9' }, body: 'no' }
  await expect(dial(url)).rejects.toMatchObject(expected)
})

test('a server that floods an unread output is held back, and no byte is lost', async () => {
  let sent = 0
  const chunk = message(1, Buffer.alloc(32_768, 'f'))
  const session = await open(
    async (peer) => {
      sent = await flood(peer.socket, chunk, 1024 * MIB)
      peer.send(message(3, SUCCESS), closeFrame(1000))
    },
    { deadlineMs: 10_000 },
  )
  await expect.poll(() => sent, { timeout: 5000 }).toBeGreaterThan(0)
  expect(sent).toBeLessThan(16 * MIB)
  const { stdout } = await session.finish({ maxBytes: 10 })
  expect(stdout.totalBytes % 32_768).toBe(0)
  expect(stdout.totalBytes).toBeGreaterThanOrEqual(sent - 2 * chunk.length)
})

test('input that the server does not take holds the writer back until the deadline', async () => {
  const session = await open((peer) => peer.socket.pause(), { stdin: true, deadlineMs: 500 })
  let written = 0
  const chunk = Buffer.alloc(MIB)
  const writing = (async () => {
    for (;;) {
      await session.stdin.write(chunk)
      written += chunk.length
    }
  })()
  await expect(writing).rejects.toMatchObject({ kind: 'timeout' })
  expect(written).toBeLessThan(16 * MIB)
})

test('a server that pings and does not read ends the session or is held back', async () => {
  let sent = 0
  const session = await open(async (peer) => {
    peer.socket.pause()
    sent = await flood(peer.socket, Buffer.concat(Array(4096).fill(frame(9, 'ping'))), 1024 * MIB)
  })
  await session.closed
  expect(sent).toBeLessThan(64 * MIB)
})

test('random bytes never hang or crash the client', async () => {
  let state = 11
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 16) % 256
  }
  for (let round = 0; round < 60; round++) {
    const bytes = Buffer.from(Array.from({ length: 200 }, random))
    if (round % 2 === 0) bytes.set([0x82, random() % 126, random() % 6])
    const session = await open((peer) => peer.socket.end(bytes), { deadlineMs: 1000 })
    await expect(session.status).rejects.toMatchObject({ name: 'StreamError' })
    expect((await session.closed).by).not.toBe('deadline')
  }
})

test('leaving: orderly with a close frame, abruptly without; an abort leaves no listener', async () => {
  for (const how of ['orderly', 'abrupt'] as const) {
    let peer: WebSocketPeer | undefined
    const session = await open((it) => {
      peer = it
    })
    const closing = session.close(how)
    if (how === 'orderly') {
      const goodbye = await peer?.message(({ opcode }) => opcode === 8)
      expect(goodbye?.payload.readUInt16BE()).toBe(1000)
      peer?.send(closeFrame(1000))
    }
    expect(await closing).toMatchObject({ by: 'client' })
    expect(peer?.messages).toHaveLength(how === 'orderly' ? 1 : 0)
    await expect(session.status).rejects.toMatchObject({ kind: 'closed' })
  }
  const controller = new AbortController()
  const session = await open(() => undefined, { signal: controller.signal })
  controller.abort(new Error('scenario over'))
  await expect(session.status).rejects.toMatchObject({ kind: 'aborted' })
  expect(await session.closed).toMatchObject({ by: 'signal' })
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
})
