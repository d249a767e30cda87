import { expect, type ProcessIdentity, scenario, unlessRefused } from 'crivet'

const as = <const T>(security_context: T) => ({ linux: { security_context } })

// Real, effective, saved and file system id.
const all = (id: number) => Array<string>(4).fill(String(id))

scenario(
  'security.user.number',
  { requirement: 'security.run-as-user' },
  async ({ image, sharedPod }) => {
    const use = await image.shared('user-unlisted')
    for (const uid of [1000, 0, 65534]) {
      const container = await sharedPod.run('pause', {
        use,
        ...as({ run_as_user: { value: uid } }),
      })
      for (const process of ['1', 'self']) {
        const { uids } = await container.ask<ProcessIdentity>(['identity', process])
        expect(uids, `the ids of process ${process}`).toEqual(all(uid))
      }
    }
  },
)

scenario(
  'security.user.unlisted',
  { requirement: 'security.run-as-user.not-in-passwd' },
  async ({ sharedPod }) => {
    const primary = { 54321: 0, 1000: 1000, 65534: 65534 }
    for (const [uid, gid] of Object.entries(primary)) {
      const container = await sharedPod.run('pause', as({ run_as_user: { value: uid } }))
      const { uids, gids } = await container.ask<ProcessIdentity>('identity 1')
      expect({ uids, gids }).toEqual({ uids: all(Number(uid)), gids: all(gid) })
    }
  },
)

scenario(
  'security.user.name',
  { requirement: 'security.run-as-username' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause', as({ run_as_username: 'app' }))
    for (const process of ['1', 'self']) {
      const { uids, gids, groups } = await container.ask<ProcessIdentity>(['identity', process])
      expect({ uids, gids }).toEqual({ uids: all(1000), gids: all(1000) })
      expect(groups).toEqual(expect.arrayContaining(['2000', '3000']))
    }
  },
)

scenario(
  'security.user.name-unknown',
  { requirement: 'security.run-as-username.missing' },
  async ({ cri, host, sharedPod, unique }) => {
    const inImage = ['root', 'nobody', 'app']
    const onHost = host
      .read('/etc/passwd')
      .split('\n')
      .map((line) => line.split(':')[0] ?? '')
      .filter((name) => name !== '' && !inImage.includes(name))
    for (const name of [unique('absent'), ...onHost.slice(0, 2)]) {
      const config = await sharedPod.containerConfig('pause', as({ run_as_username: name }))
      const run = async () => {
        const { container_id } = await cri.createContainer({
          pod_sandbox_id: sharedPod.id,
          config,
          sandbox_config: sharedPod.config,
        })
        await cri.startContainer({ container_id })
      }
      await expect(run()).toFailWith()
    }
  },
)

scenario(
  'security.user.number-and-name',
  { requirement: 'security.run-as-both' },
  async ({ cri, sharedPod }) => {
    const both = as({ run_as_user: { value: 65534 }, run_as_username: 'app' })
    const created = await unlessRefused(
      cri.createContainer({
        pod_sandbox_id: sharedPod.id,
        config: await sharedPod.containerConfig('inspect', both),
        sandbox_config: sharedPod.config,
      }),
    )
    if (!created) return
    const container = await sharedPod.run('pause', both)
    const { uids, gids, groups } = await container.ask<ProcessIdentity>('identity 1')
    const whole = [
      { uids: all(65534), gids: all(65534), groups: ['3000', '65534'] },
      { uids: all(1000), gids: all(1000), groups: ['1000', '2000', '3000'] },
    ]
    expect(whole).toContainEqual({ uids, gids, groups })
  },
)

scenario('security.user.group', { requirement: 'security.run-as-group' }, async ({ sharedPod }) => {
  const group = { run_as_group: { value: 2000 } }
  for (const user of [{ run_as_user: { value: 1000 } }, { run_as_username: 'nobody' }]) {
    const container = await sharedPod.run('pause', as({ ...user, ...group }))
    for (const process of ['1', 'self']) {
      const { gids } = await container.ask<ProcessIdentity>(['identity', process])
      expect(gids, `the group ids of process ${process}`).toEqual(all(2000))
    }
  }
})

scenario(
  'security.user.group-alone',
  { requirement: 'security.run-as-group.needs-user' },
  async ({ sharedPod }) => {
    await expect(sharedPod.create('pause', as({ run_as_group: { value: 2000 } }))).toFailWith()
  },
)

scenario(
  'security.user.reported',
  { requirement: 'container.status.user' },
  async ({ sharedPod }) => {
    for (const context of [
      {},
      { run_as_user: { value: 1000 }, run_as_group: { value: 2000 }, supplemental_groups: [4000] },
      { run_as_username: 'app' },
      { run_as_user: { value: 1000 }, supplemental_groups_policy: 'Strict' as const },
    ]) {
      const container = await sharedPod.run('pause', as(context))
      const { uids, gids, groups } = await container.ask<ProcessIdentity>('identity 1')
      const linux = (await container.status()).user?.linux
      const told = {
        uid: String(linux?.uid),
        gid: String(linux?.gid),
        groups: [...new Set(linux?.supplemental_groups.map(String))].sort(),
      }
      expect(told).toEqual({ uid: uids[0], gid: gids[0], groups: [...new Set(groups)] })
    }
  },
)
