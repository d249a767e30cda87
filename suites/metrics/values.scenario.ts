import { eventually, expect, figure, scenario, seconds } from 'crivet'

// Alone, because the lists know no filter: see `stats.pod.list-while-containers-end`.
scenario(
  'metrics.values.as-described',
  { requirement: 'metrics.match-descriptors', needs: ['serial'] },
  async ({ cri, pod }) => {
    await pod.run('pause')
    const { descriptors } = await cri.listMetricDescriptors({})
    const keysOf = new Map(descriptors.map(({ name, label_keys }) => [name, label_keys.length]))
    await eventually('statsCycle', async () => {
      const { pod_metrics } = await cri.listPodSandboxMetrics({})
      const own = pod_metrics.find((it) => it.pod_sandbox_id === pod.id)
      const ofContainers = own?.container_metrics.flatMap((it) => it.metrics) ?? []
      const metrics = [...(own?.metrics ?? []), ...ofContainers]
      expect(metrics).not.toEqual([])
      for (const { name, label_values } of metrics) {
        expect(label_values.length, `label values of ${name}`).toBe(keysOf.get(name))
      }
    })
  },
)

scenario(
  'metrics.values.pods-and-containers',
  { requirement: 'metrics.pods-and-containers', needs: ['serial'] },
  async ({ cri, pods }) => {
    const [one, leaving] = [await pods.run(), await pods.run()]
    const containers = [await one.run('pause'), await one.run('pause')]
    const listed = async () => (await cri.listPodSandboxMetrics({})).pod_metrics
    await eventually('statsCycle', async () => {
      const metrics = await listed()
      const own = metrics.filter((it) => [one.id, leaving.id].includes(it.pod_sandbox_id))
      expect(own.map((it) => it.pod_sandbox_id).sort()).toEqual([one.id, leaving.id].sort())
      const inOne = own.find((it) => it.pod_sandbox_id === one.id)?.container_metrics ?? []
      expect(inOne.map((it) => it.container_id).sort()).toEqual(
        containers.map((it) => it.id).sort(),
      )
    })
    await leaving.stop()
    await leaving.remove()
    await eventually('statsCycle', async () => {
      expect((await listed()).map((it) => it.pod_sandbox_id)).not.toContain(leaving.id)
    })
  },
)

scenario(
  'metrics.values.sane',
  { requirement: 'metrics.values', needs: ['serial'] },
  async ({ cri, pod }) => {
    const container = await pod.run('burn forever')
    const sample = async () => {
      const { pod_metrics } = await cri.listPodSandboxMetrics({})
      const own = pod_metrics.find((it) => it.pod_sandbox_id === pod.id)
      const ofContainer = own?.container_metrics.find((it) => it.container_id === container.id)
      const metrics = ofContainer?.metrics ?? []
      expect(metrics).not.toEqual([])
      for (const { name, value } of [...metrics, ...(own?.metrics ?? [])]) {
        expect(figure(value), `value of ${name}`).not.toBeNaN()
      }
      return new Map(metrics.map((it) => [`${it.name} ${it.label_values}`, it]))
    }
    const first = await eventually('statsCycle', sample)
    const before = [...first.values()].filter((it) => it.metric_type === 'COUNTER')
    await eventually('statsCycle', async () => {
      const second = await sample()
      for (const { name, label_values, value } of before) {
        const later = second.get(`${name} ${label_values}`)
        expect(figure(later?.value), `counter ${name}`).toBeGreaterThanOrEqual(figure(value))
      }
      const cpu = [...second.values()].filter((it) => it.name.startsWith('container_cpu_usage'))
      expect(
        cpu.some((it) => figure(it.value) > 0),
        'a cpu counter above 0',
      ).toBe(true)
    })
    for (const { timestamp } of first.values()) {
      const age = Date.now() - Number(timestamp) / 1e6
      if (timestamp !== 0n) expect(age).toBeWithin(-seconds(1), seconds(120))
    }
  },
)

scenario(
  'metrics.values.cadvisor-names',
  { requirement: 'metrics.cadvisor-set' },
  async ({ cri }) => {
    const { descriptors } = await cri.listMetricDescriptors({})
    const names = descriptors.map(({ name }) => name)
    for (const name of CADVISOR) expect(names).toContain(name)
  },
)

// What dashboards and alerts of Kubernetes read most (KEP-2371 lists all).
const CADVISOR = [
  'container_cpu_usage_seconds_total',
  'container_cpu_user_seconds_total',
  'container_cpu_system_seconds_total',
  'container_memory_usage_bytes',
  'container_memory_working_set_bytes',
  'container_memory_rss',
  'container_memory_cache',
  'container_network_receive_bytes_total',
  'container_network_transmit_bytes_total',
  'container_fs_usage_bytes',
  'container_processes',
  'container_spec_memory_limit_bytes',
]
