import { expect, scenario, unknownId } from 'crivet'

scenario('pod.status.identity', { requirement: 'pod.status.identity' }, async ({ pods }) => {
  const pod = await pods.run({ metadata: { attempt: 3 } })
  expect(await pod.status()).toMatchObject({ id: pod.id, metadata: pod.config.metadata })
})

scenario(
  'pod.status.created-at',
  { requirement: 'pod.status.created-at' },
  async ({ cri, pods }) => {
    const before = Date.now()
    const pod = await pods.run()
    const after = Date.now()
    const { created_at } = await pod.status()
    expect(created_at).toBeTimeBetween(before, after)
    await pod.stop()
    const { items } = await cri.listPodSandbox({ filter: { id: pod.id } })
    expect(items.map((item) => item.created_at)).toEqual([created_at])
    expect((await pod.status()).created_at).toBe(created_at)
  },
)

scenario(
  'pod.status.namespace-options',
  { requirement: 'pod.status.namespace-options' },
  async ({ pods }) => {
    const combinations = [
      { network: 'POD', pid: 'CONTAINER', ipc: 'POD' },
      { network: 'POD', pid: 'POD', ipc: 'NODE' },
      { network: 'NODE', pid: 'NODE', ipc: 'POD' },
    ] as const
    for (const namespace_options of combinations) {
      const hostname = namespace_options.network === 'NODE' ? '' : 'own'
      const pod = await pods.run({ hostname, linux: { security_context: { namespace_options } } })
      const { linux } = await pod.status()
      expect(linux?.namespaces?.options).toMatchObject(namespace_options)
    }
  },
)

scenario(
  'pod.status.agrees-with-list',
  { requirement: 'pod.status.consistent-with-list' },
  async ({ cri, pod, pods, target }) => {
    const other = await pods.run({}, { handler: target.launched?.handlers[0] ?? target.handler })
    await pod.stop()
    for (const each of [pod, other]) {
      const { items } = await cri.listPodSandbox({ filter: { id: each.id } })
      const { id, metadata, state, created_at, ...rest } = await each.status()
      const { labels, annotations, runtime_handler } = rest
      expect(items).toEqual([
        { id, metadata, state, created_at, labels, annotations, runtime_handler },
      ])
    }
  },
)

scenario('pod.status.unknown', { requirement: 'grpc.not-found-code' }, async ({ cri, pod }) => {
  await expect(cri.podSandboxStatus({ pod_sandbox_id: unknownId() })).toFailWith('NOT_FOUND')
  await pod.stop()
  await pod.remove()
  await expect(pod.status()).toFailWith('NOT_FOUND')
})
