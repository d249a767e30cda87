import { type CriMethods, expect, type PodHandle, scenario, unknownId } from 'crivet'

type Filter = NonNullable<Parameters<CriMethods['listContainers']>[0]['filter']>

/** The ids that a list holds, sorted; among `ours` only, where others' containers may be listed too. */
async function listed(cri: CriMethods, filter: Filter | null, ours?: readonly string[]) {
  const { containers } = await cri.listContainers({ filter })
  const ids = containers.map(({ id }) => id)
  return (ours ? ids.filter((id) => ours.includes(id)) : ids).sort()
}

/** A container in each state. */
async function oneEach(pod: PodHandle) {
  const created = await pod.create('pause')
  const running = await pod.run('pause')
  const exited = await pod.run('exit 0')
  await exited.exited()
  return { created, running, exited }
}

scenario(
  'container.list.all-states',
  { requirement: 'container.list.all-states' },
  async ({ cri, sharedPod }) => {
    const ids = Object.values(await oneEach(sharedPod)).map(({ id }) => id)
    for (const filter of [null, {}]) {
      expect(await listed(cri, filter, ids)).toEqual([...ids].sort())
      expect(await listed(cri, filter)).not.toContain(sharedPod.id)
    }
  },
)

scenario(
  'container.list.agrees-with-status',
  { requirement: 'container.list.agrees-with-status' },
  async ({ cri, sharedPod }) => {
    for (const container of Object.values(await oneEach(sharedPod))) {
      const { id, metadata, state } = await container.status()
      const { containers } = await cri.listContainers({ filter: { id: container.id } })
      expect(containers).toMatchObject([{ id, metadata, state, pod_sandbox_id: sharedPod.id }])
    }
  },
)

scenario(
  'container.list.filter-id',
  { requirement: 'container.list.filter-id' },
  async ({ cri, sharedPod }) => {
    const [one, other] = [await sharedPod.create('pause'), await sharedPod.create('pause')]
    expect(await listed(cri, { id: one.id })).toEqual([one.id])
    expect(await listed(cri, { id: other.id })).toEqual([other.id])
    expect(await listed(cri, { id: unknownId() })).toEqual([])
  },
)

scenario(
  'container.list.filter-state',
  { requirement: 'container.list.filter-state' },
  async ({ cri, sharedPod }) => {
    const { created, running, exited } = await oneEach(sharedPod)
    const ours = [created.id, running.id, exited.id]
    const inState = (state: 'CONTAINER_CREATED' | 'CONTAINER_RUNNING' | 'CONTAINER_EXITED') =>
      listed(cri, { state: { state } }, ours)
    expect(await inState('CONTAINER_CREATED')).toEqual([created.id])
    expect(await inState('CONTAINER_RUNNING')).toEqual([running.id])
    expect(await inState('CONTAINER_EXITED')).toEqual([exited.id])
  },
)

scenario(
  'container.list.filter-sandbox',
  { requirement: 'container.list.filter-sandbox' },
  async ({ cri, pods }) => {
    const [pod, other] = [await pods.run(), await pods.run()]
    const [one, two] = [await pod.create('pause'), await pod.create('pause')]
    const foreign = await other.create('pause')
    expect(await listed(cri, { pod_sandbox_id: pod.id })).toEqual([one.id, two.id].sort())
    expect(await listed(cri, { pod_sandbox_id: other.id })).toEqual([foreign.id])
    expect(await listed(cri, { pod_sandbox_id: unknownId() })).toEqual([])
  },
)

scenario(
  'container.list.filter-labels',
  { requirement: 'container.list.filter-labels' },
  async ({ cri, sharedPod, unique }) => {
    const app = unique('app')
    const front = await sharedPod.create('pause', { labels: { app, tier: 'front', zone: 'a' } })
    const back = await sharedPod.create('pause', { labels: { app, tier: 'back', zone: 'a' } })
    const select = (label_selector: Record<string, string>) => listed(cri, { label_selector })
    expect(await select({ app, zone: 'a' })).toEqual([front.id, back.id].sort())
    expect(await select({ app, tier: 'front' })).toEqual([front.id])
    expect(await select({ app, tier: 'back', zone: 'a' })).toEqual([back.id])
    expect(await select({ app, tier: 'back', zone: 'b' })).toEqual([])
    expect(await select({ app, tier: 'fron' })).toEqual([])
  },
)

scenario(
  'container.list.filter-and',
  { requirement: 'container.list.filter-and' },
  async ({ cri, sharedPod, unique }) => {
    const app = unique('app')
    const { id } = await sharedPod.create('pause', { labels: { app } })
    const fields = {
      id: [id, unknownId()],
      state: [{ state: 'CONTAINER_CREATED' }, { state: 'CONTAINER_RUNNING' }],
      pod_sandbox_id: [sharedPod.id, unknownId()],
      label_selector: [{ app }, { app: `${app}-other` }],
    } as const
    for (const [name, [right]] of Object.entries(fields)) {
      for (const [otherName, [alsoRight, wrong]] of Object.entries(fields)) {
        if (name === otherName) continue
        // The state alone with the sandbox would hold others' containers too.
        const both: Filter = { [name]: right, [otherName]: alsoRight }
        expect(await listed(cri, both, [id]), JSON.stringify(both)).toEqual([id])
        const one: Filter = { [name]: right, [otherName]: wrong }
        expect(await listed(cri, one, [id]), JSON.stringify(one)).toEqual([])
      }
    }
  },
)

scenario(
  'container.list.image-in-use',
  { requirement: 'container.list.image-in-use' },
  async ({ cri, image, sharedPod, unique }) => {
    const place = { name: 'index', nonce: unique('in-use') }
    const tagged = image.reference(place)
    const { indexDigest, manifestDigest } = await image.facts(tagged)
    const digested = [indexDigest, manifestDigest].map((digest) =>
      image.reference({ ...place, digest: digest ?? '' }),
    )
    const use = await image.pull(tagged)
    const pulled = await Promise.all(digested.map((asked) => image.pull(asked)))
    const containers = []
    for (const each of [use, ...pulled]) {
      containers.push(await sharedPod.create('pause', { use: each }))
    }
    const exited = await sharedPod.run('exit 0', { use })
    containers.push(await sharedPod.run('pause', { use }), exited)
    await exited.exited()
    const known = (await image.list()).map(({ id }) => id)
    for (const { id } of containers) {
      const listed = (await cri.listContainers({ filter: { id } })).containers
      const named = listed.map(({ image_id, image_ref }) => image_id || image_ref)
      expect(named).toHaveLength(1)
      expect(known).toContain(named[0])
    }
  },
)

scenario(
  'container.list.state-machine',
  { requirement: 'container.list.state-machine' },
  async ({ cri, sharedPod }) => {
    const ORDER = ['CONTAINER_CREATED', 'CONTAINER_RUNNING', 'CONTAINER_EXITED']
    for (const command of ['exit 0', 'sleep 1', 'pause']) {
      const container = await sharedPod.create(command)
      const filter = { id: container.id }
      const seen: string[] = []
      const watching = (async () => {
        while (seen.at(-1) !== 'CONTAINER_EXITED') {
          const { containers } = await cri.listContainers({ filter })
          const listed = containers.map(({ state }) => state)
          seen.push(...listed, (await container.status()).state)
        }
      })()
      await container.start()
      if (command === 'pause') await container.stop({ timeout: 10 })
      await watching
      const moves = seen.filter((state, at) => state !== seen[at - 1])
      expect(moves).toEqual(ORDER.filter((state) => moves.includes(state)))
      expect(moves.at(0)).toBe('CONTAINER_CREATED')
    }
  },
)
