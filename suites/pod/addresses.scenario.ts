import { isIP } from 'node:net'
import { type ContainerHandle, expect, globalAddresses, type PodHandle, scenario } from 'crivet'

scenario(
  'pod.addresses.truthful',
  { requirement: 'pod.network.ip-truthful' },
  async ({ host, pod }) => {
    const server = await pod.run('serve-tcp 8000 --greet hello')
    await server.logged('ready')
    const reported = addressesOf(await pod.status())
    const { interfaces } = await server.inspect()
    const configured = interfaces.flatMap(globalAddresses)
    for (const address of reported) expect(configured).toContain(address)
    const name = await defaultInterface(server)
    const outer = interfaces.find((it) => it.name === name)
    expect(outer, `interface ${name} of the default route`).toBeDefined()
    expect([...reported].sort()).toEqual(
      expect.arrayContaining(outer ? [...globalAddresses(outer)].sort() : []),
    )
    expect(await host.network.dial(reported[0] ?? '', 8000)).toBe('hello')
  },
)

scenario('pod.addresses.dual-stack', { requirement: 'pod.network.dual-stack' }, async ({ pod }) => {
  const [primary = '', ...additional] = addressesOf(await pod.status())
  expect(isIP(primary)).toBeGreaterThan(0)
  const otherFamily = isIP(primary) === 4 ? 6 : 4
  expect(additional.map(isIP)).toContain(otherFamily)
  expect(additional).not.toContain(primary)
  expect(additional).toEqual([...new Set(additional)])
})

type PodStatus = Awaited<ReturnType<PodHandle['status']>>

function addressesOf({ network }: PodStatus): readonly string[] {
  return [network?.ip ?? '', ...(network?.additional_ips.map(({ ip }) => ip) ?? [])]
}

/** The interface of the default route as the kernel's tables tell it, of IPv4 or else of IPv6. */
async function defaultInterface(container: ContainerHandle): Promise<string | undefined> {
  const rows = async (table: string) => {
    const { stdout } = await container.exec(`read-file /proc/net/${table}`)
    return stdout.split('\n').map((line) => line.trim().split(/\s+/))
  }
  const v4 = (await rows('route')).find((it) => it[1] === '00000000' && it[7] === '00000000')
  const v6 = (await rows('ipv6_route')).find(
    (it) => it[0] === '0'.repeat(32) && it[1] === '00' && it[9] !== 'lo',
  )
  return v4?.[0] ?? v6?.[9]
}
