import { once } from 'node:events'
import { expect, test } from 'vitest'
import { type ExecOptions, openExec } from '../../src/streaming/open-exec.ts'
import { flood } from './peers.ts'
import {
  control,
  data,
  goAwayFrame,
  pingFrame,
  rst,
  type SpdyPeer,
  SUCCESS,
  spdyServer,
  synReply,
} from './spdy-peer.ts'

const MIB = 1024 * 1024

async function open(script: (peer: SpdyPeer) => unknown, more: Partial<ExecOptions> = {}) {
  const url = await spdyServer(script)
  return openExec({ url, protocol: 'spdy', stdout: true, deadlineMs: 3000, ...more })
}

test.for([
  ['text', Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), 'DATA of .* bytes on stream .* unknown'],
  ['another version of SPDY', Buffer.from('8002000600000004', 'hex'), 'SPDY version 2'],
  ['a control frame that is too long', Buffer.from('8003000400ffffff', 'hex'), 'of 16777215 bytes'],
  ['a short PING', Buffer.from('800300060000000100', 'hex'), 'PING of 1 bytes'],
  ['an empty PING', Buffer.from('8003000600000000', 'hex'), 'PING of 0 bytes'],
  ['a long RST_STREAM', control(3, [1, 5, 0]), 'RST_STREAM of 12 bytes'],
  ['a short GOAWAY', control(7, [1]), 'GOAWAY of 4 bytes'],
  ['SETTINGS that lie about their number', control(4, [100, 1, 1]), 'SETTINGS of 12 bytes'],
  ['a short SYN_STREAM', control(1, [2]), 'SYN_STREAM of 4 bytes'],
  ['DATA on an unknown stream', data(99, 'x'), 'DATA of 1 bytes on stream 99, which is unknown'],
  ['DATA on an even stream', data(2, 'x'), 'on stream 2, which is unknown'],
  ['DATA on stream 0', data(0, 'x'), 'on stream 0, which is unknown'],
  ['SYN_REPLY for an unknown stream', synReply(77), 'SYN_REPLY on stream 77, which is unknown'],
  ['RST_STREAM for an unknown stream', rst(55), 'RST_STREAM with status 5 on stream 55'],
] as const)('%s ends the session as a violation', async ([, frame, seen]) => {
  const session = await open(async (peer) => {
    await peer.stream('stdout')
    peer.send(frame)
  })
  await expect(session.status).rejects.toMatchObject({ kind: 'protocol' })
  await expect(session.status).rejects.toThrow(new RegExp(seen))
  await expect(session.stdout.collect()).rejects.toMatchObject({ kind: 'protocol' })
  expect(await session.closed).toMatchObject({ by: 'violation', error: { kind: 'protocol' } })
  await expect(session.stdin.write('x')).rejects.toThrow()
})

test.for([
  [
    'DATA after FIN',
    (id: number) => [data(id, 'a', true), data(id, 'b')],
    /DATA of 1 bytes on stdout after its FIN/,
  ],
  [
    'a second SYN_REPLY',
    (id: number) => [synReply(id), synReply(id)],
    /second SYN_REPLY for stdout/,
  ],
  ['a stream of the server', () => [control(1, [2, 0, 0])], /SYN_STREAM for stream 2/],
  ['an unknown control frame', () => [control(42, [1])], /unknown type 42/],
  ['an answer to no ping', () => [pingFrame(1)], /PING 1 answers a ping that was not sent/],
] as const)('%s is recorded, and the session goes on', async ([, frames, seen]) => {
  const session = await open(async (peer) => {
    const [stdout, error] = [await peer.stream('stdout'), await peer.stream('error')]
    peer.send(...frames(stdout), data(error, SUCCESS, true), rst(stdout))
    peer.send(goAwayFrame(stdout))
  })
  const { status } = await session.finish()
  expect(status.status).toBe('Success')
  expect(session.violations).toHaveLength(1)
  expect(session.violations[0]).toMatchObject({
    kind: 'protocol',
    message: expect.stringMatching(seen),
  })
})

test('DATA on stdin and more after the status are recorded', async () => {
  const session = await open(
    async (peer) => {
      const error = await peer.stream('error')
      peer.send(data(await peer.stream('stdin'), 'in'), data(error, SUCCESS))
      peer.send(data(error, 'surplus', true), goAwayFrame(0))
    },
    { stdin: true, stdout: false },
  )
  await session.finish()
  expect(session.violations.map((it) => it.message)).toEqual([
    'DATA of 2 bytes on stdin, which is for input',
    '7 bytes on the error stream after the status',
  ])
})

test('a flood of violations ends the session', async () => {
  const session = await open((peer) => peer.send(...Array(5000).fill(control(42, [1]))))
  expect(await session.closed).toMatchObject({
    by: 'violation',
    error: { message: expect.stringContaining('100 violations') },
  })
  expect(session.violations).toHaveLength(100)
})

test.for([
  ['a head', Buffer.from('000000', 'hex'), '3 bytes of a frame'],
  ['a DATA frame', data(3, 'x'.repeat(100)).subarray(0, 50), 'a DATA frame that lacks 58 bytes'],
  ['a control frame', pingFrame(2).subarray(0, 10), 'a control frame of type 6 that lacks 2 bytes'],
] as const)('the connection ends within %s', async ([, bytes, seen]) => {
  const session = await open(async (peer) => {
    await peer.stream('stdout')
    peer.socket.end(bytes)
  })
  await expect(session.status).rejects.toThrow(seen)
})

test('silence after the upgrade ends by the deadline and says where it stands', async () => {
  const session = await open(async (peer) => peer.send(data(await peer.stream('stdout'), 'some')), {
    deadlineMs: 150,
  })
  await expect(session.finish()).rejects.toMatchObject({
    kind: 'timeout',
    message:
      'the session was not over after 150 ms: stdout 4 bytes (open), stderr 0 bytes (fin), status missing',
  })
  expect(await session.closed).toMatchObject({ by: 'deadline' })
})

test.for([
  ['GOAWAY at once', (peer: SpdyPeer) => peer.send(goAwayFrame(0))],
  ['an end at once', (peer: SpdyPeer) => peer.socket.end()],
] as const)('%s leaves no status', async ([, script]) => {
  const session = await open(script)
  expect(await session.closed).toMatchObject({ by: 'server' })
  await expect(session.status).rejects.toMatchObject({ kind: 'closed' })
  expect((await session.stdout.collect()).totalBytes).toBe(0)
})

test('a reset of TCP is an error for everyone who waits', async () => {
  const session = await open(async (peer) => {
    peer.send(data(await peer.stream('stdout'), 'some'))
    setTimeout(() => peer.socket.resetAndDestroy(), 20)
  })
  await expect(session.status).rejects.toThrow('ECONNRESET')
  await expect(session.stdout.collect()).rejects.toMatchObject({ kind: 'closed' })
  expect(await session.closed).toMatchObject({ by: 'network' })
})

test.for([
  ['no JSON', 'nonsense', 'the status is no JSON object: "nonsense"'],
  ['half of a status', '{"status":"Suc', 'the status is no JSON object'],
  ['no status in the status', '{"kind":"Status"}', 'neither Success nor Failure: {\\"kind\\"'],
  ['far too much', 'x'.repeat(70_000), 'more than 65536 bytes'],
] as const)('%s on the error stream', async ([, text, seen]) => {
  const session = await open(async (peer) => {
    peer.send(data(await peer.stream('error'), text, true), goAwayFrame(0))
  })
  await expect(session.status).rejects.toThrow(seen)
  await session.close()
})

test('a server that floods an unread output is held back, and no byte is lost', async () => {
  let sent = 0
  const frame = data(3, Buffer.alloc(32_768, 'f'))
  const session = await open(
    async (peer) => {
      await peer.stream('stdout')
      sent = await flood(peer.socket, frame, 1024 * MIB)
      peer.socket.end(data(1, SUCCESS))
    },
    { deadlineMs: 10_000 },
  )
  const before = process.memoryUsage().rss
  await expect.poll(() => sent, { timeout: 5000 }).toBeGreaterThan(0)
  // What a loopback socket buffers on both sides, and the queue.
  expect(sent).toBeLessThan(16 * MIB)
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * MIB)
  const { stdout, status } = await session.finish({ maxBytes: 10 })
  expect(stdout.totalBytes % 32_768).toBe(0)
  expect(stdout.totalBytes).toBeGreaterThanOrEqual(sent - 2 * 32_776)
  expect(status.status).toBe('Success')
})

test('many tiny frames are held back too', async () => {
  let sent = 0
  const frames = Buffer.concat(Array(4096).fill(data(3, 'x')))
  const session = await open(async (peer) => {
    await peer.stream('stdout')
    sent = await flood(peer.socket, frames, 1024 * MIB)
  })
  await expect.poll(() => sent, { timeout: 5000 }).toBeGreaterThan(0)
  expect(session.stdout.receivedBytes).toBeLessThan(16_384)
  await session.close('abrupt')
})

test('a server that pings and does not read gets held back', async () => {
  let sent = 0
  const session = await open(async (peer) => {
    await peer.stream('stdout')
    peer.socket.pause()
    sent = await flood(peer.socket, Buffer.concat(Array(4096).fill(pingFrame(2))), 1024 * MIB)
  })
  await expect.poll(() => sent, { timeout: 8000 }).toBeGreaterThan(0)
  expect(sent).toBeLessThan(64 * MIB)
  await session.close('abrupt')
})

test('input that the server does not take holds the writer back until the deadline', async () => {
  const session = await open(
    async (peer) => {
      await peer.stream('stdin')
      peer.socket.pause()
    },
    { stdin: true, deadlineMs: 500 },
  )
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

test('random bytes never hang or crash the client', async () => {
  const random = generator(7)
  for (let round = 0; round < 60; round++) {
    const bytes = Buffer.from(Array.from({ length: 200 }, () => random() % 256))
    // Half of them begin like a control frame.
    if (round % 2 === 0) bytes.set([0x80, 0x03, 0, random() % 12, 0, 0, 0, random() % 24])
    const session = await open((peer) => peer.socket.end(bytes), { deadlineMs: 1000 })
    await expect(session.status).rejects.toMatchObject({ name: 'StreamError' })
    expect((await session.closed).by).not.toBe('deadline')
  }
})

test('a server that stays after an orderly goodbye is cut off', async () => {
  const session = await open(async (peer) => {
    peer.socket.allowHalfOpen = true
    await once(peer.socket, 'end')
  })
  const before = performance.now()
  expect(await session.close()).toMatchObject({ by: 'client', detail: 'an orderly goodbye' })
  expect(performance.now() - before).toBeLessThan(2500)
})

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 16
  }
}
