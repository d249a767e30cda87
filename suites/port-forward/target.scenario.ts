import {
  expect,
  type ScenarioBody,
  type StreamProtocol,
  scenario,
  unknownId,
  unlessRefused,
} from 'crivet'

const closedPort =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ pod, streams }) => {
    await (await pod.run('serve-tcp 8000 --greet hello')).logged('ready')
    const session = await streams.portForward(pod, [9, 8000], { protocol })
    const closed = await session.connect(9)
    expect(await closed.error).not.toBe('')
    const open = await session.connect(8000)
    expect(await open.data.until('hello')).toBe('hello')
  }

scenario(
  'port-forward.target.closed-port-spdy',
  { requirement: 'stream.portforward.closed-port', needs: ['host'] },
  closedPort('spdy'),
)

scenario(
  'port-forward.target.closed-port-websocket',
  {
    requirement: 'stream.portforward.closed-port',
    needs: ['host'],
    feature: 'websocket-streaming',
  },
  closedPort('websocket'),
)

const hostNetwork =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ pods, streams, host }) => {
    const namespace_options = { network: 'NODE', pid: 'CONTAINER' } as const
    const pod = await pods.run({ hostname: '', linux: { security_context: { namespace_options } } })
    const port = host.network.freePort()
    const linux = { security_context: { namespace_options } }
    await (await pod.run(`serve-tcp ${port} --greet hello --bind 127.0.0.1`, { linux })).logged(
      'ready',
    )
    const session = await streams.portForward(pod, [port], { protocol })
    const connection = await session.connect(port)
    expect(await connection.data.until('hello')).toBe('hello')
  }

scenario(
  'port-forward.target.host-network-spdy',
  { requirement: 'stream.portforward.host-network', needs: ['host'] },
  hostNetwork('spdy'),
)

scenario(
  'port-forward.target.host-network-websocket',
  {
    requirement: 'stream.portforward.host-network',
    needs: ['host'],
    feature: 'websocket-streaming',
  },
  hostNetwork('websocket'),
)

const notReady =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ pod, streams }) => {
    await pod.stop()
    for (const id of [pod.id, unknownId()]) {
      const url = await unlessRefused(streams.portForwardUrl(id, [8000]))
      if (url === undefined) continue
      const session = await streams.openForward(url, [8000], { protocol })
      const connection = await session.connect(8000)
      expect(await connection.error, 'what the error stream says').not.toBe('')
    }
  }

scenario(
  'port-forward.target.not-ready-spdy',
  { requirement: 'stream.portforward.not-ready' },
  notReady('spdy'),
)

scenario(
  'port-forward.target.not-ready-websocket',
  { requirement: 'stream.portforward.not-ready', feature: 'websocket-streaming' },
  notReady('websocket'),
)

scenario(
  'port-forward.target.bad-port',
  { requirement: 'stream.portforward.bad-port' },
  async ({ pod, streams }) => {
    for (const port of [0, -1, 70_000]) {
      const url = await unlessRefused(streams.portForwardUrl(pod.id, [port]))
      if (url === undefined) continue
      const session = await streams.openForward(url, [port], { protocol: 'spdy' })
      const refused = await session.connect(port).then(
        async ({ error, data }) => {
          const [said] = await Promise.all([error, data.collect()])
          return said !== '' || data.endedBy === 'reset'
        },
        () => true,
      )
      expect(refused, `port ${port} refused`).toBe(true)
    }
  },
)
