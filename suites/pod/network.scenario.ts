import { isIP } from 'node:net'
import { type DialFacts, expect, type PodHandle, scenario } from 'crivet'

scenario('pod.network.ip-reported', { requirement: 'pod.network.ip-reported' }, async ({ pod }) => {
  const ip = (await pod.status()).network?.ip ?? ''
  expect(isIP(ip), `${JSON.stringify(ip)} is an address`).toBeGreaterThan(0)
})

scenario(
  'pod.network.isolated',
  { requirement: 'pod.network.isolated' },
  async ({ host, pod, sharedPod }) => {
    const [one, other, elsewhere] = await Promise.all([
      pod.run('pause'),
      pod.run('pause'),
      sharedPod.run('pause'),
    ])
    const { net } = (await one.inspect()).namespaces
    expect((await other.inspect()).namespaces.net).toBe(net)
    expect((await elsewhere.inspect()).namespaces.net).not.toBe(net)
    expect(host.link('/proc/self/ns/net')).not.toBe(net)
  },
)

scenario('pod.network.host', { requirement: 'pod.network.host' }, async ({ host, pods }) => {
  const pod = await pods.run({
    hostname: '',
    linux: { security_context: { namespace_options: { network: 'NODE' } } },
  })
  const { namespaces } = await (await pod.run('pause')).inspect()
  expect(namespaces.net).toBe(host.link('/proc/self/ns/net'))
})

scenario(
  'pod.network.outlives-containers',
  { requirement: 'pod.network.survives-all-containers-exit' },
  async ({ pod }) => {
    const before = await pod.status()
    const ended = await pod.run('exit 1')
    const stopped = await pod.run('pause')
    const removed = await pod.run('pause')
    await ended.exited()
    await stopped.stop({ timeout: 0 })
    await removed.stop({ timeout: 0 })
    await removed.remove()
    expect(await pod.status()).toMatchObject({ state: 'SANDBOX_READY', network: before.network })
    const later = await (await pod.run('pause')).inspect()
    const addresses = later.interfaces.flatMap((each) =>
      each.addresses.map((it) => it.split('/')[0]),
    )
    expect(addresses).toContain(before.network?.ip)
  },
)

scenario('pod.network.loopback', { requirement: 'pod.network.loopback-up' }, async ({ pod }) => {
  const server = await pod.run('serve-tcp 8000 --greet hello')
  await server.logged('ready')
  const client = await pod.run('pause')
  const loopback = (await client.inspect()).interfaces.find(({ name }) => name === 'lo')
  expect(loopback?.flags).toContain('up')
  // ::1 is there where the node has IPv6.
  const addresses = loopback?.addresses.map((it) => it.split('/')[0] ?? '') ?? []
  expect(addresses).toContain('127.0.0.1')
  for (const address of addresses) {
    const { received } = await client.ask<DialFacts>(['dial-tcp', address, '8000'])
    expect(received, address).toBe('hello')
  }
})

scenario(
  'pod.network.unique-addresses',
  { requirement: 'pod.network.ip-unique', waits: true },
  async ({ pods }) => {
    const all = await Promise.all(Array.from({ length: 10 }, () => pods.run()))
    const addresses = (await Promise.all(all.map((pod) => pod.status()))).flatMap(reported)
    expect(addresses.length).toBeGreaterThanOrEqual(all.length)
    expect(addresses).toEqual([...new Set(addresses)])
  },
)

scenario(
  'pod.network.pod-to-pod',
  { requirement: 'pod.network.pod-to-pod' },
  async ({ pod, pods }) => {
    const server = await pod.run('serve-tcp 8000')
    await server.logged('ready')
    const [address = ''] = reported(await pod.status())
    const other = await pods.run()
    const client = await other.run('pause')
    const { error } = await client.ask<DialFacts>(['dial-tcp', address, '8000'])
    expect(error).toBeNull()
    const [source = ''] = reported(await other.status())
    // The server prints who came.
    const host = isIP(source) === 6 ? `[${source}]` : source
    await server.logged(`accepted ${host}:`)
  },
)

type PodStatus = Awaited<ReturnType<PodHandle['status']>>

function reported({ network }: PodStatus): readonly string[] {
  const additional = network?.additional_ips.map(({ ip }) => ip) ?? []
  return network?.ip ? [network.ip, ...additional] : additional
}
