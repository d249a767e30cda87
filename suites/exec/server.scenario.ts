import { expect, StreamRefused, scenario, seconds } from 'crivet'

const OUTPUTS = { stdout: true, stderr: true }
const VERSIONS = ['v4.channel.k8s.io', 'v3.channel.k8s.io', 'v2.channel.k8s.io', 'channel.k8s.io']

scenario('exec.server.url', { requirement: 'stream.url' }, async ({ sharedPod, streams }) => {
  const container = await sharedPod.run('pause', { stdin: true })
  const container_id = container.id
  const cmd = ['/workload', 'exit', '0']
  for (const url of [
    await streams.execUrl({ container_id, cmd, stdout: true }),
    await streams.attachUrl({ container_id, stdout: true }),
    await streams.portForwardUrl(sharedPod.id, [80]),
  ]) {
    expect(url).toMatch(/^https?:\/\/[^/]+\/./)
    const answer = await fetch(url, { method: 'HEAD' })
    expect(answer.status).toBeGreaterThanOrEqual(400)
  }
})

scenario(
  'exec.server.token-once',
  { requirement: 'stream.server.token-single-use' },
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    const cmd = ['/workload', 'append', '/tmp/count', 'x']
    const url = await streams.execUrl({ container_id: container.id, cmd, ...OUTPUTS })
    await (await streams.open(url, { protocol: 'spdy', ...OUTPUTS })).finish()
    for (const protocol of ['spdy', 'websocket'] as const) {
      await expect(streams.open(url, { protocol, ...OUTPUTS })).rejects.toThrow(StreamRefused)
    }
    expect((await container.exec('read-file /tmp/count')).stdout).toBe('x\n')
  },
)

scenario(
  'exec.server.token-expires',
  { requirement: 'stream.server.token-expires', timeout: 'longScenario' },
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    const cmd = ['/workload', 'append', '/tmp/count', 'x']
    const url = await streams.execUrl({ container_id: container.id, cmd, ...OUTPUTS })
    await container.exec('sleep 70', { deadlineMs: seconds(90) })
    const opened = streams.open(url, { protocol: 'spdy', ...OUTPUTS })
    await expect(opened).rejects.toThrow(StreamRefused)
    expect((await container.exec('read-file /tmp/count')).exitCode).not.toBe(0)
  },
)

scenario(
  'exec.server.spdy-versions',
  { requirement: 'stream.server.spdy' },
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    for (const [index, version] of VERSIONS.entries()) {
      for (const method of ['POST', 'GET'] as const) {
        const subprotocols = ['v99.channel.k8s.io', ...VERSIONS.slice(index)]
        const dial = { protocol: 'spdy', method, subprotocols, ...OUTPUTS } as const
        const session = await streams.exec(container, ['print', '--stdout', version], dial)
        expect(session.subprotocol).toBe(version)
        expect((await session.finish()).stdout.text).toBe(version)
      }
    }
  },
)

scenario(
  'exec.server.websocket-versions',
  { requirement: 'stream.server.websocket' },
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    for (const version of [
      ...['v4.channel.k8s.io', 'v4.base64.channel.k8s.io'],
      ...['channel.k8s.io', 'base64.channel.k8s.io'],
    ]) {
      const dial = { protocol: 'websocket', subprotocols: [version], ...OUTPUTS } as const
      const command = ['print', '--stdout', 'out', '--stderr', 'err', '--exit', '42']
      const session = await streams.exec(container, command, dial)
      const { stdout, stderr, status } = await session.finish()
      expect([session.subprotocol, stdout.text, stderr.text]).toEqual([version, 'out', 'err'])
      expect(status.status, version).toBe('Failure')
      if (version.startsWith('v4')) expect(status.exitCode).toBe(42)
    }
  },
)

scenario(
  'exec.server.bad-upgrade',
  { requirement: 'stream.server.bad-upgrade' },
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    const cmd = ['/workload', 'append', '/tmp/count', 'x']
    const request = { container_id: container.id, cmd, ...OUTPUTS }
    const unknown = { protocol: 'spdy', subprotocols: ['v99.channel.k8s.io'], ...OUTPUTS } as const
    const refusal = await streams
      .open(await streams.execUrl(request), unknown)
      .catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(StreamRefused)
    const plain = await fetch(await streams.execUrl(request))
    for (const status of [(refusal as StreamRefused).status, plain.status]) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
    }
    expect((await container.exec('read-file /tmp/count')).exitCode).not.toBe(0)
  },
)

scenario(
  'exec.server.not-exposed',
  { requirement: 'stream.server.not-exposed' },
  async ({ sharedPod, streams, host }) => {
    const container = await sharedPod.run('pause')
    const cmd = ['/workload', 'exit', '0']
    const url = new URL(await streams.execUrl({ container_id: container.id, cmd, stdout: true }))
    if (url.protocol === 'https:') return
    expect(LOOPBACK, url.origin).toContain(url.hostname)
    const addresses = host.network.listeningOn(Number(url.port))
    expect(addresses, `addresses that listen on port ${url.port}`).not.toEqual([])
    for (const address of addresses) expect(LOOPBACK).toContain(address)
  },
)

const LOOPBACK = ['127.0.0.1', '::1', '[::1]', 'localhost']
