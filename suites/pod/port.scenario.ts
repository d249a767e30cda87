import { type DialFacts, expect, type Fixtures, type PodHandle, scenario } from 'crivet'

const SERVER = 'serve-tcp 8000 --greet hello'

/** A pod whose server is to be reached at a port of the host, and that port. */
async function served({
  host,
  pods,
}: Pick<Fixtures, 'host' | 'pods'>): Promise<{ pod: PodHandle; host_port: number }> {
  const host_port = host.network.freePort()
  const port_mappings = [{ protocol: 'TCP', container_port: 8000, host_port }] as const
  const pod = await pods.run({ port_mappings })
  await (await pod.run(SERVER)).logged('ready')
  return { pod, host_port }
}

scenario(
  'pod.port.container-only',
  { requirement: 'pod.network.port.container-only' },
  async ({ host, pods }) => {
    const port = host.network.freePort()
    const pod = await pods.run({
      port_mappings: [{ protocol: 'TCP', container_port: port, host_port: 0 }],
    })
    await (await pod.run(`serve-tcp ${port} --greet hello`)).logged('ready')
    const { ip = '' } = (await pod.status()).network ?? {}
    expect(await host.network.dial(ip, port)).toBe('hello')
    for (const address of [await host.network.address(), '127.0.0.1']) {
      expect(await host.network.dial(address, port), address).toMatch(/^no connection/)
    }
    expect(host.network.listeningOn(port)).toEqual([])
  },
)

scenario(
  'pod.port.from-host',
  { requirement: 'pod.network.port.host-port' },
  async ({ host, pods }) => {
    const { host_port } = await served({ host, pods })
    expect(await host.network.dial(await host.network.address(), host_port)).toBe('hello')
  },
)

scenario(
  'pod.port.from-pod',
  { requirement: 'pod.network.port.host-port' },
  async ({ host, pods }) => {
    const { host_port } = await served({ host, pods })
    const client = await (await pods.run()).run('pause')
    const words = ['dial-tcp', await host.network.address(), String(host_port)]
    expect(await client.ask<DialFacts>(words)).toMatchObject({ ok: true, received: 'hello' })
  },
)

scenario('pod.port.udp', { requirement: 'pod.network.port.udp-sctp' }, async ({ host, pods }) => {
  const host_port = host.network.freePort()
  const mapping = { container_port: 8000, host_port }
  const pod = await pods.run({
    port_mappings: [
      { ...mapping, protocol: 'UDP' },
      { ...mapping, protocol: 'TCP' },
    ],
  })
  await (await pod.run('serve-udp 8000 --echo')).logged('ready')
  await (await pod.run(SERVER)).logged('ready')
  const address = await host.network.address()
  expect(await host.network.askUdp(address, host_port, 'datagram')).toBe('datagram')
  expect(await host.network.dial(address, host_port)).toBe('hello')
})

scenario(
  'pod.port.host-ip',
  { requirement: 'pod.network.port.host-ip' },
  async ({ host, pods }) => {
    const host_port = host.network.freePort()
    const host_ip = await host.network.address()
    const pod = await pods.run({
      port_mappings: [{ protocol: 'TCP', container_port: 8000, host_port, host_ip }],
    })
    await (await pod.run(SERVER)).logged('ready')
    expect(await host.network.dial(host_ip, host_port)).toBe('hello')
    expect(await host.network.dial('127.0.0.1', host_port)).toMatch(/^no connection/)
    // Any address of 127.0.0.0/8 is the host's, too.
    expect(await host.network.dial('127.0.0.2', host_port)).toMatch(/^no connection/)
  },
)

scenario(
  'pod.port.released',
  { requirement: 'pod.network.port.released-on-stop' },
  async ({ host, pods }) => {
    const { pod, host_port } = await served({ host, pods })
    const address = await host.network.address()
    expect(await host.network.dial(address, host_port)).toBe('hello')
    await pod.stop()
    expect(await host.network.dial(address, host_port)).toMatch(/^no connection/)
    const next = await pods.run({ port_mappings: pod.config.port_mappings })
    await (await next.run('serve-tcp 8000 --greet next')).logged('ready')
    expect(await host.network.dial(address, host_port)).toBe('next')
  },
)

scenario(
  'pod.port.host-network',
  { requirement: 'pod.network.port.ignored-on-host-network' },
  async ({ host, pods }) => {
    const [host_port, container_port] = [host.network.freePort(), host.network.freePort()]
    const pod = await pods.run({
      hostname: '',
      port_mappings: [{ protocol: 'TCP', container_port, host_port }],
      linux: { security_context: { namespace_options: { network: 'NODE' } } },
    })
    await (await pod.run(`serve-tcp ${container_port} --greet hello`)).logged('ready')
    const address = await host.network.address()
    expect(await host.network.dial(address, container_port)).toBe('hello')
    expect(await host.network.dial(address, host_port)).toMatch(/^no connection/)
  },
)
