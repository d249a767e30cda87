import { expect, type Inspection, scenario, unknownId, unlessRefused } from 'crivet'

scenario(
  'container.create.unique-id',
  { requirement: 'container.create.returns-id', keystone: true },
  async ({ cri, sharedPod }) => {
    const both = [await sharedPod.create('pause'), await sharedPod.create('pause')]
    const ids = both.map(({ id }) => id)
    expect(ids).not.toContain('')
    expect([...new Set(ids)]).toEqual(ids)
    for (const container of both) {
      expect((await container.status()).id).toBe(container.id)
      const { containers } = await cri.listContainers({ filter: { id: container.id } })
      expect(containers.map(({ id }) => id)).toEqual([container.id])
    }
  },
)

scenario(
  'container.create.created',
  { requirement: 'container.create.state-created' },
  async ({ pods, unique }) => {
    const pod = await pods.run({
      linux: { security_context: { namespace_options: { pid: 'POD' } } },
    })
    const mark = unique('created')
    const created = await pod.create(['sleep', 'infinity', mark])
    expect(await created.status()).toMatchObject({
      state: 'CONTAINER_CREATED',
      started_at: 0n,
      finished_at: 0n,
    })
    const { processes } = await (await pod.run('pause')).inspect()
    expect(processes.filter(({ args }) => args.includes(mark))).toEqual([])
  },
)

scenario(
  'container.create.right-sandbox',
  { requirement: 'container.create.in-right-sandbox' },
  async ({ cri, pod, sharedPod }) => {
    const containers = [await pod.run('pause'), await sharedPod.run('pause')]
    const seen: Inspection[] = []
    for (const container of containers) {
      const listed = await cri.listContainers({ filter: { id: container.id } })
      expect(listed.containers).toMatchObject([{ pod_sandbox_id: container.pod.id }])
      const inside = await container.inspect()
      expect(inside.hostname).toBe(container.pod.config.hostname)
      seen.push(inside)
    }
    const sibling = await (await pod.run('pause')).inspect()
    expect(sibling.namespaces.net).toBe(seen[0]?.namespaces.net)
    expect(sibling.namespaces.net).not.toBe(seen[1]?.namespaces.net)
  },
)

scenario(
  'container.create.unknown-sandbox',
  { requirement: 'container.create.unknown-sandbox' },
  async ({ cri, pod }) => {
    const request = { config: await pod.containerConfig('pause'), sandbox_config: pod.config }
    await pod.stop()
    await pod.remove()
    for (const pod_sandbox_id of [pod.id, unknownId()]) {
      await expect(cri.createContainer({ pod_sandbox_id, ...request })).toFailWith()
    }
  },
)

scenario(
  'container.create.image-missing',
  { requirement: 'container.create.image-missing' },
  async ({ cri, image, sharedPod }) => {
    const absent = image.own('workload')
    const config = await sharedPod.containerConfig('pause', {
      use: { id: absent, reference: absent },
    })
    await expect(
      cri.createContainer({
        pod_sandbox_id: sharedPod.id,
        config,
        sandbox_config: sharedPod.config,
      }),
    ).toFailWith()
    expect((await cri.imageStatus({ image: { image: absent } })).image).toBeNull()
  },
)

scenario(
  'container.create.image-named',
  { requirement: 'container.create.image-by-id' },
  async ({ image, sharedPod }) => {
    const { id, reference } = await image.shared('workload')
    const repository = reference.slice(0, reference.lastIndexOf(':'))
    const { digest } = await image.facts(reference)
    for (const named of [id, reference, `${repository}@${digest}`]) {
      const container = await sharedPod.run('exit 3', { use: { id: named, reference } })
      await expect(container).toHaveExited({ code: 3 })
    }
  },
)

scenario(
  'container.create.duplicate',
  { requirement: 'container.create.duplicate-refused' },
  async ({ cri, sharedPod }) => {
    const first = await sharedPod.run('pause')
    const again = await unlessRefused(
      cri.createContainer({
        pod_sandbox_id: sharedPod.id,
        config: first.config,
        sandbox_config: sharedPod.config,
      }),
    )
    if (again) expect(again.container_id).toBe(first.id)
    const { containers } = await cri.listContainers({
      filter: { label_selector: first.config.labels },
    })
    expect(containers.map(({ id }) => id)).toEqual([first.id])
    await expect(first).toBeInState('CONTAINER_RUNNING')
  },
)

scenario(
  'container.create.next-attempt',
  { requirement: 'container.create.new-attempt' },
  async ({ cri, sharedPod }) => {
    const first = await sharedPod.run('exit 1')
    await first.exited()
    const { name } = first.config.metadata
    const { labels } = first.config
    const second = await sharedPod.create('pause', { metadata: { name, attempt: 1 }, labels })
    const { containers } = await cri.listContainers({ filter: { label_selector: labels } })
    const attempts = new Map(containers.map(({ id, metadata }) => [id, metadata]))
    expect(attempts).toEqual(
      new Map([
        [first.id, { name, attempt: 0 }],
        [second.id, { name, attempt: 1 }],
      ]),
    )
  },
)
