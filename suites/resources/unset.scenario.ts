import { expect, scenario } from 'crivet'

const ZEROS = {
  cpu_period: 0,
  cpu_quota: 0,
  cpu_shares: 0,
  memory_limit_in_bytes: 0,
  memory_swap_limit_in_bytes: 0,
  oom_score_adj: 0,
  cpuset_cpus: '',
  cpuset_mems: '',
}

scenario(
  'resources.unset.kernel-defaults',
  { requirement: 'resources.zero-means-unset', needs: [] },
  async ({ sharedPod }) => {
    const inspect = async (resources: typeof ZEROS | null) =>
      (await sharedPod.run('inspect', { linux: { resources } })).inspected()
    const [none, zeros] = [await inspect(null), await inspect(ZEROS)]
    expect(none.cgroup.limits).toEqual(zeros.cgroup.limits)
    expect([none.cpusAllowed, none.memsAllowed]).toEqual([zeros.cpusAllowed, zeros.memsAllowed])
    const { version, limits } = none.cgroup
    const weight = version === 1 ? { cpuShares: 1024 } : { cpuWeight: 100 }
    const limit = { memoryBytes: null, memoryAndSwapBytes: null, cpuQuotaUs: null }
    expect(limits).toMatchObject({ ...weight, ...limit })
  },
)
