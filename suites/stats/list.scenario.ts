import { expect, scenario, unknownId } from 'crivet'

scenario(
  'stats.list.running-once',
  { requirement: 'stats.list' },
  async ({ sharedPod, cri, unique }) => {
    const labels = { 'crivet/group': unique('group') }
    const run = () => sharedPod.run('pause', { labels })
    const [one, two, leaving] = [await run(), await run(), await run()]
    const list = async () => {
      const { stats } = await cri.listContainerStats({ filter: { label_selector: labels } })
      return stats.map(({ attributes }) => attributes?.id).sort()
    }
    expect(await list()).toEqual([one.id, two.id, leaving.id].sort())
    const [, ...during] = await Promise.all([
      leaving.stop({ timeout: 0 }).then(() => leaving.remove()),
      ...Array.from({ length: 10 }, list),
    ])
    for (const ids of during) expect(ids).toEqual(expect.arrayContaining([one.id, two.id]))
    expect(await list()).toEqual([one.id, two.id].sort())
  },
)

scenario(
  'stats.list.filter',
  { requirement: 'stats.list-filter' },
  async ({ sharedPod, pod, cri, unique }) => {
    const labels = { 'crivet/group': unique('group') }
    const one = await sharedPod.run('pause', { labels: { ...labels, 'crivet/member': 'one' } })
    const two = await pod.run('pause', { labels })
    const select = async (filter: object) => {
      const { stats } = await cri.listContainerStats({ filter })
      return stats.map(({ attributes }) => attributes?.id).sort()
    }
    const label_selector = labels
    expect(await select({ id: one.id })).toEqual([one.id])
    expect(await select({ label_selector })).toEqual([one.id, two.id].sort())
    expect(await select({ pod_sandbox_id: pod.id })).toEqual([two.id])
    expect(await select({ pod_sandbox_id: sharedPod.id, label_selector })).toEqual([one.id])
    expect(await select({ pod_sandbox_id: pod.id, id: one.id })).toEqual([])
    const ofOne = { ...labels, 'crivet/member': 'one' }
    expect(await select({ label_selector: ofOne })).toEqual([one.id])
    expect(await select({ id: two.id, label_selector: ofOne })).toEqual([])
    expect(await select({ id: unknownId() })).toEqual([])
  },
)
