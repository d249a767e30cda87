import { againIfLate, expect, scenario, unknownId } from 'crivet'

scenario('pod.remove.gone', { requirement: 'pod.remove.gone' }, async ({ cri, pod }) => {
  await pod.stop()
  await pod.remove()
  await expect(pod.status()).toFailWith()
  const { items } = await cri.listPodSandbox({ filter: { id: pod.id } })
  expect(items).toEqual([])
  const all = await cri.listPodSandbox({})
  expect(all.items.map(({ id }) => id)).not.toContain(pod.id)
})

scenario(
  'pod.remove.never-stopped',
  { requirement: 'pod.remove.kills-containers', waits: true, timeout: 'longScenario' },
  async ({ cri, host, pod, unique }) => {
    const mark = unique('removed')
    await pod.create(['pause', mark])
    await pod.run(['sleep', 'infinity', mark])
    await (await pod.run('exit 0')).exited()
    await host.processes.one(mark)
    await againIfLate((options) => pod.remove(options))
    expect(host.processes.with(mark)).toEqual([])
    const { containers } = await cri.listContainers({
      filter: { label_selector: { 'io.kubernetes.pod.uid': pod.config.metadata.uid } },
    })
    expect(containers).toEqual([])
    await expect(pod.status()).toFailWith()
  },
)

scenario('pod.remove.repeated', { requirement: 'pod.remove.idempotent' }, async ({ cri, pod }) => {
  await pod.stop()
  await pod.remove()
  await pod.remove()
  await pod.remove()
  await cri.removePodSandbox({ pod_sandbox_id: unknownId() })
})

scenario('pod.remove.at-once', { requirement: 'pod.remove.at-once' }, async ({ cri, pod }) => {
  await pod.stop()
  await Promise.all([1, 2, 3, 4, 5].map(() => pod.remove()))
  const { items } = await cri.listPodSandbox({ filter: { id: pod.id } })
  expect(items).toEqual([])
})
