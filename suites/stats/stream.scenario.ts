import { all, expect, scenario } from 'crivet'

scenario(
  'stats.stream.same-as-list',
  { requirement: 'liststream.stats-same-as-list', needs: ['serial'] },
  async ({ pod, cri, unique }) => {
    const labels = { 'crivet/group': unique('group') }
    await pod.run('pause', { labels })
    await pod.run('pause', { labels })
    const byLabel = { filter: { label_selector: labels } }
    const { stats } = await cri.listContainerStats(byLabel)
    const streamed = await all(cri.streamContainerStats(byLabel))
    const ids = (items: readonly { attributes: { id: string } | null }[]) =>
      items.map(({ attributes }) => attributes?.id).sort()
    expect(stats).toHaveLength(2)
    expect(ids(streamed.flatMap((it) => it.container_stats))).toEqual(ids(stats))

    const byId = { filter: { id: pod.id } }
    const pods = await all(cri.streamPodSandboxStats(byId))
    expect(ids(pods.flatMap((it) => it.pod_sandbox_stats))).toEqual([pod.id])

    const metrics = await all(cri.streamPodSandboxMetrics({}))
    const found = metrics.flatMap((it) => it.pod_sandbox_metrics)
    expect(found.filter((it) => it.pod_sandbox_id === pod.id)).toHaveLength(1)
  },
)
