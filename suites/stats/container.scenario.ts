import { eventually, expect, figure, scenario, unknownId } from 'crivet'

const MIB = 1024 * 1024

scenario(
  'stats.container.attributes',
  { requirement: 'stats.container' },
  async ({ sharedPod, cri }) => {
    const container = await sharedPod.run('pause')
    const { metadata, labels, annotations } = container.config
    const { attributes } = await container.stats()
    expect(attributes).toEqual({ id: container.id, metadata, labels, annotations })
    const { stats } = await cri.listContainerStats({ filter: { id: container.id } })
    expect(stats.map((it) => it.attributes)).toEqual([attributes])
    await expect(cri.containerStats({ container_id: unknownId() })).toFailWith()
  },
)

// The work itself tells how much of a processor it got; a busy machine gives less than asked for.
scenario(
  'stats.container.cpu',
  { requirement: 'stats.cpu', needs: ['serial'] },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    const used = async () => figure((await container.stats()).cpu?.usage_core_nano_seconds)
    const before = await used()
    const { stdout } = await container.exec('burn 5000')
    const burned = Number(stdout.split(' ')[1])
    await eventually('statsCycle', async () => {
      const grown = (await used()) - before
      expect(grown).toBeGreaterThan(0.9 * burned)
      // The OCI runtime does its part in the container's cgroup too.
      expect(grown).toBeLessThan(1.1 * burned + 2e8)
    })
  },
)

// What is right now, beside others, is what the counter says between two samples.
scenario(
  'stats.container.nano-cores',
  { requirement: 'stats.cpu-nano-cores', needs: [], waits: true },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('burn forever')
    let last = (await container.stats()).cpu
    await eventually('statsCycle', async () => {
      const before = last
      last = (await container.stats()).cpu
      const used = figure(last?.usage_core_nano_seconds) - figure(before?.usage_core_nano_seconds)
      const passed = Number(last?.timestamp) - Number(before?.timestamp)
      const right = 1e9 * (used / passed)
      expect(figure(last?.usage_nano_cores)).toBeGreaterThan(0.7 * right)
      expect(figure(last?.usage_nano_cores)).toBeLessThan(1.3 * right)
    })
  },
)

scenario(
  'stats.container.memory',
  { requirement: 'stats.memory', needs: [] },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('alloc 64Mi --hold')
    await eventually('statsCycle', async () => {
      const { memory } = await container.stats()
      const [used, workingSet] = [figure(memory?.usage_bytes), figure(memory?.working_set_bytes)]
      expect(workingSet).toBeGreaterThan(64 * MIB)
      expect(workingSet).toBeLessThan(96 * MIB)
      expect(workingSet).toBeLessThanOrEqual(used)
    })
  },
)

scenario(
  'stats.container.writable-layer',
  { requirement: 'stats.writable-layer' },
  async ({ sharedPod, host }) => {
    const container = await sharedPod.run('pause', {
      mounts: [{ container_path: '/mounted', host_path: host.folder() }],
    })
    const used = async () => figure((await container.stats()).writable_layer?.used_bytes)
    const before = await eventually('statsCycle', async () => {
      const bytes = await used()
      expect(bytes).toBeGreaterThanOrEqual(0)
      return bytes
    })
    await container.exec('write-file /mounted/written 20Mi --fsync')
    await container.exec('write-file /written 20Mi --fsync')
    await eventually('statsCycle', async () => {
      const grown = (await used()) - before
      expect(grown).toBeGreaterThanOrEqual(20 * MIB)
      expect(grown).toBeLessThan(30 * MIB)
    })
  },
)

scenario(
  'stats.container.memory-details',
  { requirement: 'stats.memory-details', needs: [] },
  async ({ sharedPod }) => {
    const limit = 256 * MIB
    const limited = { resources: { memory_limit_in_bytes: limit } }
    const container = await sharedPod.run('alloc 64Mi --hold', { linux: limited })
    await container.logged('ready')
    const faults = async () => {
      const { mounts } = await container.inspect()
      const folder = mounts.find(({ superOptions }) => superOptions.includes('memory'))?.target
      const file = `${folder ?? '/sys/fs/cgroup'}/memory.stat`
      const { stdout } = await container.exec(['read-file', file])
      return Number(/^pgfault ([0-9]+)$/m.exec(stdout)?.[1])
    }
    const before = await faults()
    await eventually('statsCycle', async () => {
      const { memory } = await container.stats()
      const [rss, available] = [figure(memory?.rss_bytes), figure(memory?.available_bytes)]
      expect(rss).toBeGreaterThan(64 * MIB)
      expect(rss).toBeLessThan(96 * MIB)
      expect(available).toBe(limit - figure(memory?.working_set_bytes))
      expect(figure(memory?.page_faults)).toBeGreaterThanOrEqual(before)
      expect(figure(memory?.page_faults)).toBeLessThanOrEqual(await faults())
      expect(figure(memory?.major_page_faults)).toBeGreaterThanOrEqual(0)
    })
  },
)
