import { isIP } from 'node:net'
import { expect, scenario } from 'crivet'

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
