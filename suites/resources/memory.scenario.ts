import { expect, scenario } from 'crivet'

const MIB = 1024 * 1024
// A whole number of pages on any architecture, and no round one.
const LIMIT = 64 * MIB + 64 * 1024

scenario(
  'resources.memory.limit',
  { requirement: 'resources.memory-limit', needs: [] },
  async ({ sharedPod }) => {
    const resources = { memory_limit_in_bytes: LIMIT, memory_swap_limit_in_bytes: LIMIT }
    const container = await sharedPod.run('pause', { linux: { resources } })
    expect((await container.inspect()).cgroup.limits.memoryBytes).toBe(LIMIT)
    const [within, beyond] = [
      await sharedPod.run('alloc 16Mi', { linux: { resources } }),
      await sharedPod.run('alloc 256Mi', { linux: { resources } }),
    ]
    await expect(within).toHaveExited({ code: 0 })
    await expect(beyond).toHaveExited({ code: 137 })
  },
)

scenario(
  'resources.memory.swap',
  { requirement: 'resources.swap-limit', needs: [] },
  async ({ sharedPod }) => {
    const sums = [
      { given: LIMIT, seen: LIMIT },
      { given: 3 * LIMIT, seen: 3 * LIMIT },
      { given: -1, seen: null },
    ]
    for (const { given, seen } of sums) {
      const resources = { memory_limit_in_bytes: LIMIT, memory_swap_limit_in_bytes: given }
      const container = await sharedPod.run('inspect', { linux: { resources } })
      expect((await container.inspected()).cgroup.limits).toMatchObject({
        memoryBytes: LIMIT,
        memoryAndSwapBytes: seen,
      })
    }
  },
)
