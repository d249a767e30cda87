import { type CriMethods, expect, scenario, unknownId } from 'crivet'

type Filter = NonNullable<Parameters<CriMethods['listPodSandbox']>[0]['filter']>

/** The ids that a list holds, sorted; among `ours` only, where others' pods may be listed too. */
async function listed(cri: CriMethods, filter: Filter | null, ours?: readonly string[]) {
  const { items } = await cri.listPodSandbox({ filter })
  const ids = items.map(({ id }) => id)
  return (ours ? ids.filter((id) => ours.includes(id)) : ids).sort()
}

scenario('pod.list.all-states', { requirement: 'pod.list.all-states' }, async ({ cri, pods }) => {
  const three = await Promise.all([pods.run(), pods.run(), pods.run()])
  await three[0].stop()
  const ids = three.map(({ id }) => id).sort()
  expect(await listed(cri, null, ids)).toEqual(ids)
  expect(await listed(cri, {}, ids)).toEqual(ids)
})

scenario('pod.list.filter-id', { requirement: 'pod.list.filter-id' }, async ({ cri, pods }) => {
  const [one, other] = await Promise.all([pods.run(), pods.run()])
  expect(await listed(cri, { id: one.id })).toEqual([one.id])
  expect(await listed(cri, { id: other.id })).toEqual([other.id])
  expect(await listed(cri, { id: unknownId() })).toEqual([])
})

scenario(
  'pod.list.filter-state',
  { requirement: 'pod.list.filter-state' },
  async ({ cri, pods }) => {
    const [ready, stopped] = await Promise.all([pods.run(), pods.run()])
    await stopped.stop()
    const ours = [ready.id, stopped.id]
    expect(await listed(cri, { state: { state: 'SANDBOX_READY' } }, ours)).toEqual([ready.id])
    expect(await listed(cri, { state: { state: 'SANDBOX_NOTREADY' } }, ours)).toEqual([stopped.id])
  },
)

scenario(
  'pod.list.filter-labels',
  { requirement: 'pod.list.filter-labels' },
  async ({ cri, pods, unique }) => {
    const app = unique('app')
    const [front, back] = await Promise.all([
      pods.run({ labels: { app, tier: 'front', zone: 'a' } }),
      pods.run({ labels: { app, tier: 'back', zone: 'a' } }),
    ])
    const both = [front.id, back.id].sort()
    const select = (label_selector: Record<string, string>) => listed(cri, { label_selector })
    expect(await select({ app })).toEqual(both)
    expect(await select({ app, zone: 'a' })).toEqual(both)
    expect(await select({ app, tier: 'front' })).toEqual([front.id])
    expect(await select({ app, tier: 'back', zone: 'a' })).toEqual([back.id])
    expect(await select({ app, tier: 'back', zone: 'b' })).toEqual([])
    expect(await select({ app, tier: 'fron' })).toEqual([])
    expect(await select({ app: app.slice(0, -1) })).toEqual([])
  },
)

scenario(
  'pod.list.filter-empty-label',
  { requirement: 'pod.list.filter-labels.empty-value' },
  async ({ cri, pods, unique }) => {
    const app = unique('app')
    const labels = [{ app, x: '' }, { app, x: '1' }, { app }]
    const [first, ...rest] = await Promise.all(labels.map((each) => pods.run({ labels: each })))
    const containers = await Promise.all([
      first?.create('pause', { labels: labels[0] }),
      ...rest.map((pod, at) => pod.create('pause', { labels: labels[at + 1] })),
    ])
    expect(await listed(cri, { label_selector: { app, x: '' } })).toEqual([first?.id])
    const answer = await cri.listContainers({ filter: { label_selector: { app, x: '' } } })
    expect(answer.containers.map(({ id }) => id)).toEqual([containers[0]?.id])
  },
)

scenario(
  'pod.list.filter-and',
  { requirement: 'pod.list.filter-and' },
  async ({ cri, pods, unique }) => {
    const app = unique('app')
    const pod = await pods.run({ labels: { app } })
    const ready = { state: 'SANDBOX_READY' } as const
    const stopped = { state: 'SANDBOX_NOTREADY' } as const
    const [ours, others] = [{ app }, { app: `${app}-other` }]
    const { id } = pod
    expect(await listed(cri, { id, state: ready })).toEqual([id])
    expect(await listed(cri, { id, state: stopped })).toEqual([])
    expect(await listed(cri, { id: unknownId(), state: ready })).toEqual([])
    expect(await listed(cri, { id, label_selector: ours })).toEqual([id])
    expect(await listed(cri, { id, label_selector: others })).toEqual([])
    expect(await listed(cri, { id: unknownId(), label_selector: ours })).toEqual([])
    expect(await listed(cri, { state: ready, label_selector: ours })).toEqual([id])
    expect(await listed(cri, { state: ready, label_selector: others })).toEqual([])
    expect(await listed(cri, { state: stopped, label_selector: ours })).toEqual([])
    expect(await listed(cri, { id, state: ready, label_selector: ours })).toEqual([id])
  },
)
