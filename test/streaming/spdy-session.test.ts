import { getEventListeners, once } from 'node:events'
import { expect, test } from 'vitest'
import { type ExecOptions, openExec } from '../../src/streaming/open-exec.ts'
import {
  data,
  goAwayFrame,
  headersFin,
  pingFrame,
  rst,
  type SpdyPeer,
  SUCCESS,
  spdyServer,
  synReply,
  V4,
} from './spdy-peer.ts'

async function open(
  script: (peer: SpdyPeer) => unknown,
  more: Partial<ExecOptions> = {},
  version = V4,
) {
  const url = await spdyServer(script, version)
  return openExec({ url, protocol: 'spdy', stdout: true, deadlineMs: 3000, ...more })
}

const end = (peer: SpdyPeer, error: number) => peer.send(data(error, SUCCESS), goAwayFrame(0))

test('asks for the upgrade and opens exactly the streams that were asked for', async () => {
  let seen: SpdyPeer | undefined
  const session = await open(
    async (peer) => {
      seen = peer
      await peer.stream('resize')
      end(peer, await peer.stream('error'))
    },
    { stdin: true, tty: true },
  )
  await session.finish()
  expect(seen?.request).toMatch(/^POST \/exec\/token HTTP\/1.1\r\n/)
  expect(seen?.request.match(/x-stream-protocol-version: \S+/gi)).toEqual([
    'x-stream-protocol-version: v4.channel.k8s.io',
    'x-stream-protocol-version: v3.channel.k8s.io',
    'x-stream-protocol-version: v2.channel.k8s.io',
    'x-stream-protocol-version: channel.k8s.io',
  ])
  const opened = seen?.frames.filter((it) => it.type === 1)
  expect(opened?.map((it) => [it.streamId, it.headers])).toEqual([
    [1, { streamtype: 'error' }],
    [3, { streamtype: 'stdin' }],
    [5, { streamtype: 'stdout' }],
    [7, { streamtype: 'resize' }],
  ])
})

test('GET and a list of versions can be asked for', async () => {
  let request = ''
  const session = await open(
    async (peer) => {
      request = peer.request
      end(peer, await peer.stream('error'))
    },
    { method: 'GET', subprotocols: ['v2.channel.k8s.io'] },
    'v2.channel.k8s.io',
  )
  expect(session.subprotocol).toBe('v2.channel.k8s.io')
  expect(request).toMatch(/^GET /)
  await session.close()
})

test.for(['v3.channel.k8s.io', 'v2.channel.k8s.io', 'channel.k8s.io'])(
  '%s: no text is success, text is failure',
  async (version) => {
    for (const text of ['', 'command terminated: 42']) {
      let seen: SpdyPeer | undefined
      const session = await open(
        async (peer) => {
          seen = peer
          peer.send(data(await peer.stream('error'), text, true))
          peer.send(rst(await peer.stream('stdout')), goAwayFrame(9))
        },
        { tty: true },
        version,
      )
      expect(await session.status).toEqual(
        text
          ? { status: 'Failure', reason: '', exitCode: undefined, message: text }
          : { status: 'Success', reason: '', exitCode: 0, message: '' },
      )
      const resize = seen?.frames.some((it) => it.headers.streamtype === 'resize')
      expect(resize).toBe(version.startsWith('v3'))
      if (!resize)
        await expect(session.resize({ width: 1, height: 1 })).rejects.toThrow('no resize')
      await session.close()
    }
  },
)

test.for([
  ['SYN_REPLY with FIN', (id: number) => [synReply(id, true)], 'fin'],
  ['HEADERS with FIN', (id: number) => [synReply(id), headersFin(id)], 'fin'],
  ['DATA with FIN', (id: number) => [synReply(id), data(id, 'x', true)], 'fin'],
  ['an empty DATA with FIN', (id: number) => [data(id, '', true)], 'fin'],
  ['RST_STREAM', (id: number) => [rst(id)], 'reset'],
  ['GOAWAY', () => [goAwayFrame(1)], 'goaway'],
  ['nothing but the end', () => [], 'close'],
] as const)('%s ends an output', async ([, frames, how]) => {
  const session = await open(async (peer) => {
    const stdout = await peer.stream('stdout')
    peer.send(data(await peer.stream('error'), SUCCESS, true), ...frames(stdout))
    peer.socket.end()
  })
  await session.finish()
  expect(session.stdout.endedBy).toBe(how)
  expect(session.violations).toEqual([])
  expect(await session.closed).toMatchObject({ by: 'server' })
})

test('input goes out in frames and ends with FIN; resizes are JSON; pings are answered', async () => {
  const session = await open(
    async (peer) => {
      peer.send(pingFrame(4))
      const stdin = await peer.stream('stdin')
      await peer.frame((it) => it.streamId === stdin && it.flags === 1)
      const input = peer.frames.filter((it) => it.type === 'data' && it.streamId === stdin)
      const bytes = Buffer.concat(input.map((it) => it.payload))
      const resize = await peer.stream('resize')
      const size = await peer.frame((it) => it.type === 'data' && it.streamId === resize)
      const pong = await peer.frame((it) => it.type === 6)
      const report = `${bytes.length} ${size.payload} ${pong.payload.readUInt32BE()}`
      peer.send(data(await peer.stream('stdout'), report))
      end(peer, await peer.stream('error'))
    },
    { stdin: true, tty: true },
  )
  await session.resize({ width: 77, height: 22 })
  const writes = [session.stdin.write(Buffer.alloc(200_000)), session.stdin.write('tail')]
  await Promise.all([...writes, session.stdin.end()])
  await session.stdin.end()
  await expect(session.stdin.write('late')).rejects.toThrow('stdin was ended by this client')
  const { stdout } = await session.finish()
  expect(stdout.text).toBe('200004 {"Width":77,"Height":22} 4')
})

test('two large writes without waiting do not mix', async () => {
  const size = 300_000
  const session = await open(
    async (peer) => {
      const stdin = await peer.stream('stdin')
      await peer.frame((it) => it.streamId === stdin && it.flags === 1)
      const input = peer.frames.filter((it) => it.type === 'data' && it.streamId === stdin)
      const text = Buffer.concat(input.map((it) => it.payload)).toString()
      peer.send(data(await peer.stream('stdout'), String(/^a+b+$/.test(text))))
      end(peer, await peer.stream('error'))
    },
    { stdin: true },
  )
  void session.stdin.write('a'.repeat(size))
  void session.stdin.write('b'.repeat(size))
  await session.stdin.end()
  expect((await session.finish()).stdout.text).toBe('true')
})

test('a reset of stdin refuses further input and nothing else', async () => {
  const session = await open(
    async (peer) => {
      peer.send(rst(await peer.stream('stdin')))
      const stdout = await peer.stream('stdout')
      peer.send(data(stdout, 'after'))
      await once(peer.socket, 'data')
    },
    { stdin: true },
  )
  await session.stdout.until('after')
  await expect(session.stdin.write('x')).rejects.toMatchObject({
    kind: 'closed',
    message: 'the server reset stdin with status 5',
  })
  await session.stdin.end()
  await session.close('abrupt')
})

test('frames in pieces of one byte are whole frames', async () => {
  const session = await open(async (peer) => {
    const stdout = await peer.stream('stdout')
    const frames = [
      synReply(stdout),
      data(stdout, 'hello '),
      pingFrame(2),
      data(stdout, 'world', true),
    ]
    for (const byte of Buffer.concat([...frames, data(await peer.stream('error'), SUCCESS)])) {
      peer.socket.write(Buffer.from([byte]))
      await new Promise((resolve) => setImmediate(resolve))
    }
    peer.send(goAwayFrame(0))
  })
  const { stdout, status } = await session.finish()
  expect([stdout.text, status.status]).toEqual(['hello world', 'Success'])
})

test('a frame of 16 MiB is passed on in pieces', async () => {
  const bytes = 2 ** 24 - 1
  const session = await open(async (peer) => {
    peer.send(data(await peer.stream('stdout'), Buffer.alloc(bytes, 'z')))
    end(peer, await peer.stream('error'))
  })
  const { stdout } = await session.finish({ maxBytes: 100 })
  expect([stdout.totalBytes, stdout.bytes.length, stdout.truncated]).toEqual([bytes, 100, true])
})

test('the code of a failed command, and one that has none', async () => {
  const details = { causes: [{ reason: 'ExitCode', message: '137' }] }
  for (const [json, exitCode] of [
    [{ status: 'Failure', reason: 'NonZeroExitCode', message: 'killed', details }, 137],
    [{ status: 'Failure', reason: 'InternalError', code: 500, message: 'killed' }, undefined],
  ] as const) {
    const session = await open(async (peer) => {
      peer.send(data(await peer.stream('error'), JSON.stringify(json)), goAwayFrame(0))
    })
    const expected = { status: 'Failure', reason: json.reason, exitCode, message: 'killed' }
    expect(await session.status).toEqual(expected)
    await session.close()
  }
})

test('an output can be read up to a marker, left, and read on', async () => {
  const session = await open(async (peer) => {
    const stdout = await peer.stream('stdout')
    peer.send(data(stdout, 'rea'), data(stdout, 'dy\nmore'), data(stdout, ' and more', true))
    end(peer, await peer.stream('error'))
  })
  expect(await session.stdout.until('ready\n')).toBe('ready\n')
  for await (const chunk of session.stdout) {
    expect(Buffer.from(chunk).toString()).toBe('more')
    break
  }
  await expect(session.stdout.until('never')).rejects.toThrow('no "never" in " and more"')
  await session.close()
})

test('an abort ends the session and leaves no listener', async () => {
  const controller = new AbortController()
  const { signal } = controller
  const session = await open((peer) => peer.stream('stdout'), { signal, stdin: true })
  const reading = session.finish()
  reading.catch(() => undefined)
  controller.abort(new Error('scenario over'))
  await expect(reading).rejects.toMatchObject({ kind: 'aborted' })
  await expect(session.stdin.write('x')).rejects.toThrow('scenario over')
  expect(await session.closed).toMatchObject({ by: 'signal' })
  expect(getEventListeners(signal, 'abort')).toEqual([])
  const again = open(() => undefined, { signal })
  await expect(again).rejects.toMatchObject({ kind: 'aborted' })
})

test('an orderly close resets, says GOAWAY and ends; an abrupt one cuts', async () => {
  for (const how of ['orderly', 'abrupt'] as const) {
    let frames: SpdyPeer['frames'] = []
    let ended: Promise<unknown> | undefined
    const session = await open(async (peer) => {
      frames = peer.frames
      ended = once(peer.socket, 'end')
      peer.send(data(await peer.stream('stdout'), 'x'))
    })
    await session.stdout.until('x')
    expect(await session.close(how)).toMatchObject({ by: 'client' })
    await ended
    const types = frames.map((it) => it.type).filter((type) => type !== 1)
    expect(types).toEqual(how === 'orderly' ? [3, 3, 7] : [])
    await expect(session.status).rejects.toMatchObject({ kind: 'closed' })
    expect((await session.stdout.collect()).totalBytes).toBe(0)
    expect(session.stdout.endedBy).toBe('client')
  }
})
