import { type ContainerHandle, expect, type ProcessIdentity, scenario } from 'crivet'

const as = <const T>(security_context: T) => ({ linux: { security_context } })

/** The supplementary groups of the main process, which those of an exec have to equal. */
async function groupsIn(container: ContainerHandle): Promise<readonly string[]> {
  const { groups } = await container.ask<ProcessIdentity>('identity 1')
  const exec = await container.ask<ProcessIdentity>('identity self')
  expect(exec.groups, 'the groups of an exec').toEqual(groups)
  return groups
}

scenario(
  'security.groups.given',
  { requirement: 'security.supplemental-groups' },
  async ({ sharedPod }) => {
    const given = { supplemental_groups: [1234, 5678] }
    for (const user of [{}, { run_as_user: { value: 1000 } }, { run_as_user: { value: 54321 } }]) {
      const container = await sharedPod.run('pause', as({ ...user, ...given }))
      expect(await groupsIn(container)).toEqual(expect.arrayContaining(['1234', '5678']))
    }
  },
)

scenario(
  'security.groups.primary',
  { requirement: 'security.supplemental-groups.includes-primary' },
  async ({ sharedPod }) => {
    const group = { run_as_group: { value: 5000 } }
    for (const user of [{ run_as_user: { value: 1000 } }, { run_as_username: 'app' }]) {
      for (const supplemental_groups of [[], [3000]]) {
        const context = { ...user, ...group, supplemental_groups }
        const groups = await groupsIn(await sharedPod.run('pause', as(context)))
        expect(groups).toContain('5000')
      }
    }
  },
)

scenario(
  'security.groups.merged',
  { requirement: 'security.supplemental-groups.merge' },
  async ({ image, sharedPod }) => {
    const given = { supplemental_groups: [4000] }
    const byImage = { use: await image.shared('user-numeric'), ...as(given) }
    const byNumber = as({ ...given, run_as_user: { value: 1000 } })
    const byName = as({ ...given, run_as_username: 'app' })
    for (const [by, overrides] of Object.entries({ byNumber, byName, byImage })) {
      const groups = await groupsIn(await sharedPod.run('pause', overrides))
      expect(groups, by).toEqual(expect.arrayContaining(['2000', '3000', '4000']))
    }
  },
)

scenario(
  'security.groups.strict',
  { requirement: 'security.supplemental-groups.strict' },
  async ({ image, sharedPod }) => {
    const strict = { supplemental_groups: [4000], supplemental_groups_policy: 'Strict' as const }
    const byImage = { use: await image.shared('user-numeric'), ...as(strict) }
    const byNumber = as({ ...strict, run_as_user: { value: 1000 } })
    const byName = as({ ...strict, run_as_username: 'app' })
    for (const overrides of [byImage, byNumber, byName]) {
      const groups = await groupsIn(await sharedPod.run('pause', overrides))
      expect(groups).toContain('4000')
      expect(['1000', '4000']).toEqual(expect.arrayContaining([...groups]))
    }
  },
)
