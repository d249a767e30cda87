import { createHash } from 'node:crypto'
import { expect, type ScenarioBody, type StreamProtocol, scenario } from 'crivet'

const MIB = 1024 * 1024
// Its length shares no factor with the sizes of buffers: pieces in the wrong order show.
const PATTERN = Buffer.from(Array.from({ length: 251 }, (_, index) => (index * 31) % 251))

const tcp =
  (protocol: StreamProtocol, size: number): ScenarioBody =>
  async ({ pod, streams }) => {
    const server = await pod.run('serve-tcp 8000 --echo --bind 127.0.0.1')
    await server.logged('ready')
    const session = await streams.portForward(pod, [8000], { protocol })
    const connection = await session.connect(8000)
    const sent = Buffer.alloc(size, PATTERN)
    const writing = connection.write(sent)
    const hash = createHash('sha256')
    let received = 0
    for await (const chunk of connection.data) {
      hash.update(chunk)
      received += chunk.length
      if (received >= sent.length) break
    }
    await writing
    expect(received).toBe(sent.length)
    expect(hash.digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'))
  }

scenario(
  'port-forward.data.tcp-spdy',
  { requirement: 'stream.portforward.tcp', needs: ['host'] },
  tcp('spdy', 10 * MIB),
)

scenario(
  'port-forward.data.tcp-websocket',
  { requirement: 'stream.portforward.tcp', needs: ['host'], feature: 'websocket-streaming' },
  tcp('websocket', 10 * MIB),
)

scenario(
  'port-forward.data.bulk-spdy',
  { requirement: 'stream.portforward.tcp', needs: ['host', 'soak', 'serial'] },
  tcp('spdy', 64 * MIB),
)

scenario(
  'port-forward.data.bulk-websocket',
  {
    requirement: 'stream.portforward.tcp',
    needs: ['host', 'soak', 'serial'],
    feature: 'websocket-streaming',
  },
  tcp('websocket', 64 * MIB),
)

scenario(
  'port-forward.data.half-close-spdy',
  { requirement: 'stream.portforward.half-close', needs: ['host'] },
  async ({ pod, streams }) => {
    await (await pod.run('serve-tcp 8000 --sink')).logged('ready')
    const session = await streams.portForward(pod, [8000], { protocol: 'spdy' })
    const connection = await session.connect(8000)
    await connection.write(Buffer.alloc(1000))
    await connection.end()
    const { text } = await connection.data.collect()
    expect(text).toContain('"bytes":1000')
  },
)

const many =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ pod, streams }) => {
    for (const port of [8000, 8001]) {
      const server = await pod.run(['serve-tcp', `${port}`, '--echo', '--greet', `${port}\n`])
      await server.logged('ready')
    }
    // Over WebSocket each connection is one of the ports asked for.
    const ports = Array.from({ length: 40 }, (_, index) => 8000 + (index % 2))
    const asked = protocol === 'spdy' ? [8000, 8001] : ports
    const session = await streams.portForward(pod, asked, { protocol })
    const answers = ports.map(async (port, index) => {
      const connection = await session.connect(port)
      expect(await connection.data.until('\n'), `connection ${index}`).toBe(`${port}\n`)
      const line = `${index} ${'x'.repeat(20_000)}\n`
      await connection.write(line)
      expect(await connection.data.until('\n'), `connection ${index}`).toBe(line)
    })
    await Promise.all(answers)
    expect(session.violations).toEqual([])
  }

scenario(
  'port-forward.data.many-spdy',
  { requirement: 'stream.portforward.many', needs: ['host'] },
  many('spdy'),
)

scenario(
  'port-forward.data.many-websocket',
  { requirement: 'stream.portforward.many', needs: ['host'], feature: 'websocket-streaming' },
  many('websocket'),
)

scenario(
  'port-forward.data.websocket-framing',
  { requirement: 'stream.server.websocket-portforward', needs: ['host'] },
  async ({ pod, streams }) => {
    await (await pod.run('serve-tcp 8000 --greet hello')).logged('ready')
    const dial = { protocol: 'websocket', subprotocols: ['v4.channel.k8s.io'] } as const
    // The client takes a channel that does not open with its port for a broken rule.
    const session = await streams.portForward(pod, [8000], dial)
    const connection = await session.connect(8000)
    expect((await connection.data.until('hello')).toString()).toBe('hello')
    expect(session.violations).toEqual([])
  },
)

scenario(
  'port-forward.data.ipv6-loopback',
  { requirement: 'stream.portforward.ipv6-loopback', feature: 'ipv6-localhost' },
  async ({ pod, streams }) => {
    await (await pod.run('serve-tcp 8000 --greet hello --bind ::1')).logged('ready')
    const session = await streams.portForward(pod, [8000], { protocol: 'spdy' })
    const connection = await session.connect(8000)
    expect(await connection.data.until('hello')).toBe('hello')
  },
)
