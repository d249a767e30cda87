import { type CriMethods, expect, scenario } from 'crivet'

scenario(
  'updateruntimeconfig.pod-cidr.accepted',
  { requirement: 'updateruntimeconfig.pod-cidr-accepted' },
  async ({ cri, pod }) => {
    const { network } = await pod.status()
    const cidr = networkOf(network?.ip ?? '')
    await announce(cri, cidr)
    await announce(cri, cidr)
    await announce(cri, `${cidr},fd00:210::/64`)
    expect((await pod.status()).network).toEqual(network)
    await announce(cri, cidr)
  },
)

scenario(
  'updateruntimeconfig.pod-cidr.empty',
  { requirement: 'updateruntimeconfig.empty-ignored' },
  async ({ cri, pod, pods }) => {
    await announce(cri, '')
    await cri.updateRuntimeConfig({ runtime_config: {} })
    const later = await pods.run()
    const [before, after] = await Promise.all([pod.status(), later.status()])
    expect(networkOf(after.network?.ip ?? '')).toBe(networkOf(before.network?.ip ?? ''))
  },
)

async function announce(cri: CriMethods, pod_cidr: string): Promise<void> {
  await cri.updateRuntimeConfig({ runtime_config: { network_config: { pod_cidr } } })
}

/** The /24 (or of IPv6 the /64) of an address, as crivet's own networks have them. */
function networkOf(ip: string): string {
  if (ip.includes(':')) return `${ip.split(':').slice(0, 4).join(':')}::/64`
  return `${ip.split('.').slice(0, 3).join('.')}.0/24`
}
