import { expect, scenario } from 'crivet'

scenario(
  'status.features.supplemental-groups-policy',
  { requirement: 'status.features-truthful' },
  async ({ image, sharedPod }) => {
    // In its /etc/group the user is a member of two groups more.
    const use = await image.shared('user-name')
    const groups = async (supplemental_groups_policy: 'Merge' | 'Strict') => {
      const container = await sharedPod.run('pause', {
        use,
        linux: { security_context: { supplemental_groups: [4000], supplemental_groups_policy } },
      })
      const { linux } = (await container.status()).user ?? {}
      const seen = (await container.inspect()).groups
      expect(linux?.supplemental_groups.map(Number).sort()).toEqual([...seen].map(Number).sort())
      return seen
    }
    expect(await groups('Merge')).toEqual(expect.arrayContaining([2000, 3000, 4000]))
    const strict = await groups('Strict')
    expect(strict).toContain(4000)
    for (const group of [2000, 3000]) expect(strict).not.toContain(group)
  },
)
