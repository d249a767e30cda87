import {
  againIfLate,
  expect,
  type Inspection,
  parseFacts,
  scenario,
  unknownId,
  unlessRefused,
} from 'crivet'

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
    const absent = image.absent()
    await expect(
      sharedPod.create('pause', {
        use: { id: absent, reference: absent },
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

scenario(
  'container.create.failed',
  {
    requirement: 'container.create.failure-leaves-nothing',
    needs: [],
    waits: true,
    timeout: 'longScenario',
  },
  async ({ cri, image, sharedPod }) => {
    const absent = image.absent()
    const broken = [
      { use: { id: absent, reference: absent } },
      { linux: { security_context: { run_as_username: 'no-such-user' } } },
      { devices: [{ host_path: '/dev/no-such-device', container_path: '/dev/x' }] },
    ]
    for (const overrides of broken) {
      const config = await sharedPod.containerConfig('exit 3', overrides)
      const { labels, metadata, log_path } = config
      const request = { pod_sandbox_id: sharedPod.id, config, sandbox_config: sharedPod.config }
      const made = await unlessRefused(cri.createContainer(request))
      // What is wrong may also be found at the start; a creation without its image cannot go well.
      if (made) await againIfLate((options) => cri.removeContainer(made, options))
      if ('use' in overrides) expect(made).toBeUndefined()
      const { containers } = await cri.listContainers({ filter: { label_selector: labels } })
      expect(containers).toEqual([])
      const again = await sharedPod.run('exit 3', { labels, metadata, log_path })
      await expect(again).toHaveExited({ code: 3 })
    }
  },
)

scenario(
  'container.create.sandbox-config',
  { requirement: 'container.create.uses-sandbox-config' },
  async ({ cri, pod }) => {
    const config = await pod.containerConfig('pause')
    const before = await pod.status()
    const sandbox_config = { ...pod.config, hostname: 'of-another-pod' }
    const other = await cri.createContainer({ pod_sandbox_id: pod.id, config, sandbox_config })
    await cri.startContainer(other)
    const cmd = ['/workload', 'inspect']
    const { stdout } = await cri.execSync({ ...other, cmd, timeout: 0 })
    expect(parseFacts<Inspection>(Buffer.from(stdout).toString()).hostname).toBe(
      pod.config.hostname,
    )
    expect((await (await pod.run('inspect')).inspected()).hostname).toBe(pod.config.hostname)
    expect(await pod.status()).toEqual(before)
  },
)

// Whatever comes of the container: nothing runs that is not listed, and what is listed can be removed.
scenario(
  'container.create.pod-removed-meanwhile',
  {
    requirement: 'concurrency.remove-during-create',
    needs: ['host', 'private', 'soak', 'serial'],
    timeout: 'longScenario',
  },
  async ({ cri, host, pods, unique }) => {
    for (let tries = 0; tries < 12; tries++) {
      const pod = await pods.run()
      const mark = unique('meanwhile')
      const config = await pod.containerConfig(['sleep', 'infinity', mark])
      const request = { pod_sandbox_id: pod.id, config, sandbox_config: pod.config }
      const creating = unlessRefused(cri.createContainer(request).then(cri.startContainer))
      for (let looks = 0; looks < 4 * tries; looks++) await pod.status()
      await Promise.all([creating, unlessRefused(pod.remove())])
      const { containers } = await cri.listContainers({ filter: { label_selector: config.labels } })
      for (const { id } of containers) await cri.removeContainer({ container_id: id })
      await pod.stop()
      await pod.remove()
      await host.processes.noneWith(mark)
    }
  },
)
