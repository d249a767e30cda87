import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { openExec } from '../../src/streaming/open-exec.ts'
import { answering, readHead, serve } from './peers.ts'
import { spdyServer, switching, V4 } from './spdy-peer.ts'

const open = (url: string, more: object = {}) =>
  openExec({ url, protocol: 'spdy', stdout: true, deadlineMs: 2000, ...more })

test('an HTTP answer is a refusal with status, headers and body', async () => {
  const url = await answering(
    'HTTP/1.1 404 Not Found\r\nX-Why: used\r\nContent-Length: 19\r\n\r\n404 page not found\n',
  )
  await expect(open(url)).rejects.toMatchObject({
    name: 'StreamRefused',
    kind: 'refused',
    status: 404,
    headers: { 'x-why': 'used' },
    body: '404 page not found\n',
    message: 'the upgrade was answered with 404: 404 page not found',
  })
})

test('a refusal with an endless body is cut', async () => {
  const url = await serve(async (socket) => {
    await readHead(socket)
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    while (socket.writable) {
      socket.write(Buffer.alloc(65_536, 'x'))
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  })
  const error = await open(url).catch((caught) => caught)
  expect(error).toMatchObject({ kind: 'refused', status: 200 })
  expect(error.body).toHaveLength(65_536)
  expect(error.message.length).toBeLessThan(300)
})

test('a refusal whose body breaks off keeps what came', async () => {
  const url = await serve(async (socket) => {
    await readHead(socket)
    socket.write('HTTP/1.1 500 No\r\nContent-Length: 100\r\n\r\nhalf')
    setTimeout(() => socket.destroy(), 20)
  })
  await expect(open(url)).rejects.toMatchObject({ kind: 'refused', status: 500, body: 'half' })
})

test('a refusal that stops in its body comes with what there is', async () => {
  const url = await answering('HTTP/1.1 500 No\r\nContent-Length: 100\r\n\r\nhalf')
  await expect(open(url, { deadlineMs: 5000, handshakeMs: 500 })).rejects.toMatchObject({
    kind: 'refused',
    body: 'half',
  })
})

test('nothing listens', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  await expect(open(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
    name: 'StreamError',
    kind: 'refused',
    message: expect.stringContaining('ECONNREFUSED'),
  })
})

test('silence ends by the limit of the handshake', async () => {
  const url = await serve(() => undefined)
  await expect(open(url, { handshakeMs: 60 })).rejects.toMatchObject({
    kind: 'timeout',
    message: 'the upgrade was not answered within 60 ms',
  })
})

test('headers that never end', async () => {
  const url = await serve(async (socket) => {
    await readHead(socket)
    socket.write('HTTP/1.1 101 Switching Protocols\r\n')
    for (let i = 0; i < 2000 && socket.writable; i++)
      socket.write(`X-Header-${i}: ${'y'.repeat(90)}\r\n`)
  })
  await expect(open(url)).rejects.toMatchObject({
    kind: 'protocol',
    message: expect.stringContaining('HPE_HEADER_OVERFLOW'),
  })
})

test('headers that never end, drop by drop', async () => {
  const url = await serve(async (socket) => {
    await readHead(socket)
    socket.write('HTTP/1.1 101 Switching Protocols\r\n')
    const timer = setInterval(() => socket.write('X: y\r\n'), 10)
    socket.once('close', () => clearInterval(timer))
  })
  await expect(open(url, { handshakeMs: 100 })).rejects.toMatchObject({ kind: 'timeout' })
})

test.for([
  ['no HTTP', 'SSH-2.0-OpenSSH\r\n', 'not HTTP'],
  ['an empty answer', '', 'timeout'],
  ['101 without an upgrade', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', 'Upgrade'],
  ['another protocol', switching(V4, 'h2c'), 'upgraded to "h2c" in place of SPDY/3.1'],
  [
    'an unknown version',
    switching('v9.channel.k8s.io'),
    'the server chose "v9.channel.k8s.io" of v4',
  ],
  ['no version', switching(''), undefined],
] as const)('%s', async ([, answer, complaint]) => {
  const url = await answering(answer)
  const opened = open(url, { handshakeMs: 150, deadlineMs: 1000 })
  if (complaint === undefined) {
    const session = await opened
    expect(session.subprotocol).toBe('channel.k8s.io')
    await session.close('abrupt')
  } else if (complaint === 'timeout') {
    await expect(opened).rejects.toMatchObject({ kind: 'timeout' })
  } else {
    await expect(opened).rejects.toThrow(complaint)
    await expect(opened).rejects.toMatchObject({ kind: 'protocol' })
  }
})

test('no version where the first one was not offered', async () => {
  const url = await answering(switching(''))
  await expect(open(url, { subprotocols: [V4] })).rejects.toThrow(
    'the server chose "" of v4.channel.k8s.io',
  )
})

test('the connection ends before the answer', async () => {
  const url = await serve(async (socket) => {
    await readHead(socket)
    socket.destroy()
  })
  await expect(open(url)).rejects.toMatchObject({ kind: 'closed' })
})

test('the connection is cut together with the answer', async () => {
  const url = await spdyServer(({ socket }) => socket.resetAndDestroy())
  const outcome = await open(url)
    .then(
      (session) => session.status,
      (error) => Promise.reject(error),
    )
    .catch((error) => error)
  expect(outcome).toMatchObject({ name: 'StreamError', kind: 'closed' })
})

test.for([
  ['', 'not an absolute URL'],
  ['/exec/token', 'not an absolute URL'],
  ['ftp://127.0.0.1/', 'neither http nor https'],
] as const)('the URL "%s"', async ([url, complaint]) => {
  await expect(open(url)).rejects.toThrow(complaint)
})

test('a wildcard host is dialled on loopback', async () => {
  const url = await answering('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
  for (const host of ['0.0.0.0', '[::]']) {
    await expect(open(url.replace('127.0.0.1', host))).rejects.toMatchObject({ status: 403 })
  }
})
