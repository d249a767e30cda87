import { type CriMethods, expect, scenario, unknownId } from 'crivet'

type PodFilter = NonNullable<Parameters<CriMethods['streamPodSandboxes']>[0]['filter']>
type ContainerFilter = NonNullable<Parameters<CriMethods['streamContainers']>[0]['filter']>

scenario(
  'liststream.items.pods-as-listed',
  { requirement: 'liststream.filters' },
  async ({ cri, pods, unique }) => {
    const app = unique('app')
    const [ready, stopped] = await Promise.all([
      pods.run({ labels: { app, tier: 'front' } }),
      pods.run({ labels: { app, tier: 'back' } }),
    ])
    await stopped.stop()
    const filters: readonly PodFilter[] = [
      { label_selector: { app } },
      { label_selector: { app, tier: 'front' } },
      { label_selector: { app, tier: 'none' } },
      { label_selector: { app }, state: { state: 'SANDBOX_READY' } },
      { label_selector: { app }, state: { state: 'SANDBOX_NOTREADY' } },
      { id: ready.id },
      { id: unknownId() },
    ]
    for (const filter of filters) {
      const { items } = await cri.listPodSandbox({ filter })
      const { items: streamed } = await podsOf(cri, filter)
      expect(byId(streamed)).toEqual(byId(items))
    }
  },
)

scenario(
  'liststream.items.containers-as-listed',
  { requirement: 'liststream.filters' },
  async ({ cri, pod, unique }) => {
    const app = unique('app')
    const created = await pod.create('pause', { labels: { app, tier: 'front' } })
    await pod.run('pause', { labels: { app, tier: 'back' } })
    const filters: readonly ContainerFilter[] = [
      { label_selector: { app } },
      { label_selector: { app, tier: 'front' } },
      { label_selector: { app, tier: 'none' } },
      { label_selector: { app }, state: { state: 'CONTAINER_CREATED' } },
      { pod_sandbox_id: pod.id, state: { state: 'CONTAINER_RUNNING' } },
      { pod_sandbox_id: pod.id },
      { pod_sandbox_id: unknownId() },
      { id: created.id },
      { id: unknownId() },
    ]
    for (const filter of filters) {
      const { containers } = await cri.listContainers({ filter })
      const { items: streamed } = await containersOf(cri, filter)
      expect(byId(streamed)).toEqual(byId(containers))
    }
  },
)

scenario(
  'liststream.items.ends',
  { requirement: 'liststream.ends' },
  async ({ cri, sharedPod }) => {
    const { id } = await sharedPod.create('pause')
    for (const { items, sizes } of [
      await containersOf(cri, { id }),
      await podsOf(cri, { id: sharedPod.id }),
    ]) {
      expect(items).toHaveLength(1)
      expect(sizes).not.toContain(0)
    }
    expect((await containersOf(cri, { id: unknownId() })).sizes).toEqual([])
    expect((await podsOf(cri, { id: unknownId() })).sizes).toEqual([])
  },
)

/** All that a stream of pods delivers, and how much each of its messages held. */
async function podsOf(cri: CriMethods, filter: PodFilter) {
  const parts = []
  for await (const part of cri.streamPodSandboxes({ filter })) parts.push(part.pod_sandboxes)
  return { items: parts.flat(), sizes: parts.map(({ length }) => length) }
}

/** The same of containers. */
async function containersOf(cri: CriMethods, filter: ContainerFilter) {
  const parts = []
  for await (const part of cri.streamContainers({ filter })) parts.push(part.containers)
  return { items: parts.flat(), sizes: parts.map(({ length }) => length) }
}

function byId<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((one, other) => (one.id < other.id ? -1 : 1))
}
