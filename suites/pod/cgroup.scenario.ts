import { basename } from 'node:path'
import { eventually, expect, figure, scenario } from 'crivet'

const MIB = 1024 * 1024
const JUDGED = ['cpu', 'memory', 'pids', 'cpuset']

scenario(
  'pod.cgroup.parent',
  { requirement: 'pod.run.cgroup-parent' },
  async ({ host, pod, unique }) => {
    const mark = unique('cgroup')
    await pod.run(['sleep', 'infinity', mark])
    const pid = await host.processes.one(mark)
    const parent = basename(pod.config.linux?.cgroup_parent ?? '')
    expect(parent).not.toBe('')
    // The sandbox's own process, where there is one, is in the pod's network too.
    for (const each of host.processes.sharing('net', pid)) {
      const groups = host
        .read(`/proc/${each}/cgroup`)
        .split('\n')
        .map((line) => line.split(':'))
      const judged = groups.filter(([hierarchy, controllers]) =>
        hierarchy === '0' ? groups.length <= 2 : JUDGED.some((it) => controllers?.includes(it)),
      )
      expect(judged).not.toEqual([])
      for (const [, , path] of judged) expect(path).toContain(`/${parent}/`)
    }
  },
)

scenario(
  'pod.cgroup.none-given',
  { requirement: 'pod.run.cgroup-parent.empty' },
  async ({ pods }) => {
    const pod = await pods.run({ linux: { cgroup_parent: '' } })
    const container = await pod.run('alloc 16Mi --hold', {
      linux: {
        resources: { memory_limit_in_bytes: 128 * MIB, cpu_period: 100_000, cpu_quota: 50_000 },
      },
    })
    const { limits } = (await container.inspect()).cgroup
    expect(limits).toMatchObject({ memoryBytes: 128 * MIB, cpuQuotaUs: 50_000 })
    await eventually('statsCycle', async () => {
      expect(figure((await container.stats()).memory?.working_set_bytes)).toBeGreaterThan(8 * MIB)
    })
  },
)

scenario(
  'pod.cgroup.none-given-stats',
  { requirement: 'pod.run.cgroup-parent.empty', feature: 'pod-sandbox-stats' },
  async ({ pods }) => {
    const pod = await pods.run({ linux: { cgroup_parent: '' } })
    const { id } = await pod.run('alloc 16Mi --hold')
    await eventually('statsCycle', async () => {
      const { linux } = await pod.stats()
      expect(linux?.containers.map(({ attributes }) => attributes?.id)).toEqual([id])
    })
  },
)

scenario(
  'pod.cgroup.limits-respected',
  { requirement: 'pod.run.cgroup-parent.limits-respected', feature: 'cgroupfs-driver' },
  async ({ host, pods }) => {
    const given = host.cgroup()
    const before = given.limits()
    const pod = await pods.run({ linux: { cgroup_parent: given.path } })
    const container = await pod.run('pause', {
      linux: { resources: { memory_limit_in_bytes: 64 * MIB, cpu_shares: 256 } },
    })
    expect((await container.inspect()).cgroup.limits.memoryBytes).toBe(64 * MIB)
    expect(given.limits()).toEqual(before)
    await pod.stop()
    expect(given.limits()).toEqual(before)
    await pod.remove()
    expect(given.limits()).toEqual(before)
  },
)

scenario(
  'pod.cgroup.informative-resources',
  { requirement: 'pod.run.overhead-and-resources-accepted' },
  async ({ pods }) => {
    const pod = await pods.run({
      linux: {
        overhead: { cpu_shares: 128, memory_limit_in_bytes: 32 * MIB },
        resources: {
          cpu_shares: 512,
          cpu_period: 100_000,
          cpu_quota: 50_000,
          memory_limit_in_bytes: 64 * MIB,
        },
      },
    })
    const free = (await (await pod.run('pause')).inspect()).cgroup.limits
    expect(free).toMatchObject({ memoryBytes: null, cpuQuotaUs: null })
    const limited = await pod.run('pause', {
      linux: { resources: { memory_limit_in_bytes: 128 * MIB } },
    })
    expect((await limited.inspect()).cgroup.limits.memoryBytes).toBe(128 * MIB)
  },
)
