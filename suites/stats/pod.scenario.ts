import { type DialFacts, eventually, expect, figure, scenario, unknownId } from 'crivet'

const MIB = 1024 * 1024

scenario('stats.pod.attributes', { requirement: 'stats.pod' }, async ({ pod, cri }) => {
  await pod.run('pause')
  const { id, metadata, labels, annotations } = await pod.status()
  const { attributes } = await pod.stats()
  expect(attributes).toEqual({ id, metadata, labels, annotations })
  await expect(cri.podSandboxStats({ pod_sandbox_id: unknownId() })).toFailWith()
})

scenario('stats.pod.usage', { requirement: 'stats.pod-usage', waits: true }, async ({ pod }) => {
  const busy = [await pod.run('burn forever'), await pod.run('alloc 32Mi --hold')]
  await eventually('statsCycle', async () => {
    const { linux } = await pod.stats()
    const members = linux?.containers ?? []
    expect(members.map(({ attributes }) => attributes?.id).sort()).toEqual(
      busy.map(({ id }) => id).sort(),
    )
    const sum = (figures: readonly number[]) => figures.reduce((a, b) => a + b, 0)
    const cpu = sum(members.map((it) => figure(it.cpu?.usage_core_nano_seconds)))
    const memory = sum(members.map((it) => figure(it.memory?.usage_bytes)))
    expect(memory).toBeGreaterThan(32 * MIB)
    expect(figure(linux?.cpu?.usage_core_nano_seconds)).toBeGreaterThan(0.95 * cpu)
    expect(figure(linux?.memory?.usage_bytes)).toBeGreaterThan(0.95 * memory)
  })
})

scenario(
  'stats.pod.network',
  { requirement: 'stats.pod-network', waits: true },
  async ({ pod, sharedPod }) => {
    const server = await pod.run('serve-tcp 8000 --source 10Mi')
    await server.logged('ready')
    const { interfaces } = await server.inspect()
    const outer = interfaces.find(({ flags }) => !flags.includes('loopback'))
    const ip = (await pod.status()).network?.ip ?? ''
    const sent = async () => {
      const network = (await pod.stats()).linux?.network
      expect(network?.default_interface?.name).toBe(outer?.name)
      expect(network?.interfaces.map(({ name }) => name)).not.toContain(outer?.name)
      return figure(network?.default_interface?.tx_bytes)
    }
    const before = await eventually('statsCycle', sent)
    const client = await sharedPod.run('pause')
    const { digest } = await client.ask<DialFacts>(['dial-tcp', ip, '8000', '--digest'])
    expect(digest?.bytes).toBe(10 * MIB)
    await eventually('statsCycle', async () => {
      const grown = (await sent()) - before
      expect(grown).toBeGreaterThan(10 * MIB)
      expect(grown).toBeLessThan(12 * MIB)
    })
  },
)

scenario(
  'stats.pod.processes',
  { requirement: 'stats.pod-process', waits: true },
  async ({ pod }) => {
    const count = async () => figure((await pod.stats()).linux?.process?.process_count)
    await pod.run('pause')
    const before = await eventually('statsCycle', async () => {
      const processes = await count()
      expect(processes).toBeGreaterThan(0)
      return processes
    })
    await (await pod.run('spawn 10')).logged('ready')
    await eventually('statsCycle', async () => {
      const counts = [await count(), await count()]
      // Threads that come up are more at each look.
      expect(counts.map((it) => it - before)).toEqual([11, 11])
    })
  },
)

scenario('stats.pod.list', { requirement: 'stats.pod-list' }, async ({ pods, cri, unique }) => {
  const labels = { 'crivet/group': unique('group') }
  const [one, two] = [await pods.run({ labels }), await pods.run({ labels })]
  const other = await pods.run()
  const select = async (filter: object) => {
    const { stats } = await cri.listPodSandboxStats({ filter })
    return stats.map(({ attributes }) => attributes?.id).sort()
  }
  expect(await select({ id: other.id })).toEqual([other.id])
  expect(await select({ label_selector: labels })).toEqual([one.id, two.id].sort())
  expect(await select({ id: one.id, label_selector: labels })).toEqual([one.id])
  expect(await select({ id: other.id, label_selector: labels })).toEqual([])
  expect(await select({ id: unknownId() })).toEqual([])
})

scenario(
  'stats.pod.list-while-containers-end',
  { requirement: 'stats.pod-list', needs: ['private', 'soak', 'serial'] },
  async ({ pods, cri }) => {
    const [one, two] = [await pods.run(), await pods.run()]
    let ending = true
    const lives = Array.from({ length: 4 }, async () => {
      for (let count = 0; count < 10; count++) await (await one.run('exit 0')).exited()
    })
    const done = Promise.all(lives).finally(() => {
      ending = false
    })
    while (ending) {
      const { stats } = await cri.listPodSandboxStats({})
      const ids = stats.map(({ attributes }) => attributes?.id)
      expect(ids.filter((id) => id === one.id || id === two.id).sort()).toEqual(
        [one.id, two.id].sort(),
      )
    }
    await done
  },
)
