import { expect, scenario } from 'crivet'

scenario(
  'status.handlers.unique-names',
  { requirement: 'status.handlers.unique-names' },
  async ({ cri, target, pods }) => {
    const { runtime_handlers } = await cri.status({})
    const names = runtime_handlers.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
    expect(names).toContain(target.handler)
    await expect(await pods.run({}, { handler: '' })).toBeInState('SANDBOX_READY')
  },
)

scenario(
  'status.handlers.each-works',
  { requirement: 'status.handlers.each-works' },
  async ({ cri, pods }) => {
    const { runtime_handlers } = await cri.status({})
    for (const { name } of runtime_handlers) {
      const pod = await pods.run({}, { handler: name })
      await expect(pod).toBeInState('SANDBOX_READY')
      await pod.stop()
      await pod.remove()
    }
  },
)

scenario(
  'status.handlers.recursive-read-only',
  { requirement: 'status.handlers.features-present', feature: 'recursive-read-only-mounts' },
  async ({ cri, pods }) => {
    const { runtime_handlers } = await cri.status({})
    for (const { name } of runtime_handlers.filter(
      (it) => it.features?.recursive_read_only_mounts,
    )) {
      const pod = await pods.run({}, { handler: name })
      const container = await pod.run('pause', {
        // A folder of every host that has further mounts below it.
        mounts: [
          {
            host_path: '/dev',
            container_path: '/mnt/dev',
            readonly: true,
            recursive_read_only: true,
          },
        ],
      })
      const below = (await container.inspect()).mounts.filter((it) =>
        it.target.startsWith('/mnt/dev/'),
      )
      expect(below, `mounts below /dev, with ${name}`).not.toEqual([])
      for (const { target, options } of below)
        expect(options, `${target}, with ${name}`).toContain('ro')
    }
  },
)

scenario(
  'status.handlers.user-namespaces',
  { requirement: 'status.handlers.features-present', feature: 'user-namespaces' },
  async ({ cri, pods }) => {
    const { runtime_handlers } = await cri.status({})
    const ids = [{ host_id: 65_536 * 7, container_id: 0, length: 65_536 }]
    const userns_options = { mode: 'POD', uids: ids, gids: ids } as const
    const security_context = { namespace_options: { userns_options } }
    for (const { name } of runtime_handlers.filter((it) => it.features?.user_namespaces)) {
      const pod = await pods.run({ linux: { security_context } }, { handler: name })
      const { uidMap, gidMap } = await (await pod.run('pause')).inspect()
      const expected = [['0', String(65_536 * 7), '65536']]
      expect({ uidMap, gidMap }, name).toEqual({ uidMap: expected, gidMap: expected })
    }
  },
)
