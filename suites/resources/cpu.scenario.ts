import { elapsed, expect, scenario } from 'crivet'

scenario(
  'resources.cpu.quota',
  { requirement: 'resources.cpu-quota', needs: [] },
  async ({ cri, sharedPod }) => {
    const limited = { cpu_period: 50_000, cpu_quota: 20_000 }
    const unlimited = { cpu_period: 50_000, cpu_quota: -1 }
    const container = await sharedPod.run('pause', { linux: { resources: limited } })
    const quota = async () => {
      const { cpuPeriodUs, cpuQuotaUs } = (await container.inspect()).cgroup.limits
      return { cpuPeriodUs, cpuQuotaUs }
    }
    expect(await quota()).toEqual({ cpuPeriodUs: 50_000, cpuQuotaUs: 20_000 })
    await cri.updateContainerResources({ container_id: container.id, linux: unlimited })
    expect(await quota()).toEqual({ cpuPeriodUs: 50_000, cpuQuotaUs: null })
    const free = await sharedPod.run('inspect', { linux: { resources: unlimited } })
    expect((await free.inspected()).cgroup.limits.cpuQuotaUs).toBeNull()
  },
)

// A busy machine gives less than the quota, never more.
scenario(
  'resources.cpu.quota-binds-all',
  { requirement: 'resources.cpu-quota', needs: ['serial'] },
  async ({ sharedPod }) => {
    let burnedMs = 0
    const tookMs = await elapsed(async () => {
      const container = await sharedPod.run('burn forever', {
        linux: { resources: { cpu_shares: 1024, cpu_period: 100_000, cpu_quota: 30_000 } },
      })
      const { stdout } = await container.exec('burn 3000')
      const main = await container.exec('read-file /proc/1/stat')
      const [user, system] = main.stdout.split(' ').slice(13, 15)
      burnedMs = Number(stdout.split(' ')[1]) / 1e6 + 10 * (Number(user) + Number(system))
    })
    expect(burnedMs).toBeGreaterThan(0)
    expect(burnedMs / tookMs).toBeLessThan(1.3 * 0.3)
  },
)

scenario(
  'resources.cpu.shares',
  { requirement: 'resources.cpu-shares', needs: [] },
  async ({ sharedPod }) => {
    const shares = [2, 102, 1024, 262_144]
    const seen: (number | null)[] = []
    let version = 1
    for (const cpu_shares of shares) {
      const container = await sharedPod.run('inspect', { linux: { resources: { cpu_shares } } })
      const { cgroup } = await container.inspected()
      version = cgroup.version
      seen.push(version === 1 ? cgroup.limits.cpuShares : cgroup.limits.cpuWeight)
    }
    if (version === 1) {
      expect(seen).toEqual(shares)
      return
    }
    // 1024 has been 39, and is 100 by the newer conversion.
    expect(seen).toEqual([1, expect.any(Number), expect.any(Number), 10_000])
    expect([39, 100]).toContain(seen[2])
    expect(seen[1]).toBeGreaterThan(1)
    expect(seen[1]).toBeLessThan(39)
  },
)

scenario(
  'resources.cpu.set',
  { requirement: 'resources.cpuset', needs: [] },
  async ({ cri, sharedPod }) => {
    const all = await (await sharedPod.run('inspect')).inspected()
    const [first = ''] = all.cpusAllowed.split(/[-,]/)
    const last = all.cpusAllowed.split(/[-,]/).at(-1) ?? ''
    const [node = ''] = all.memsAllowed.split(/[-,]/)
    const resources = { cpuset_cpus: last, cpuset_mems: node }
    const container = await sharedPod.run('pause', { linux: { resources } })
    const set = async () => {
      const { cgroup, cpusAllowed, memsAllowed } = await container.inspect()
      const { cpusetCpus, cpusetMems } = cgroup.limits
      return { cpusetCpus, cpusAllowed, cpusetMems, memsAllowed }
    }
    const mems = { cpusetMems: node, memsAllowed: node }
    expect(await set()).toEqual({ cpusetCpus: last, cpusAllowed: last, ...mems })
    const linux = { cpuset_cpus: first, cpuset_mems: node }
    await cri.updateContainerResources({ container_id: container.id, linux })
    expect(await set()).toEqual({ cpusetCpus: first, cpusAllowed: first, ...mems })
  },
)
