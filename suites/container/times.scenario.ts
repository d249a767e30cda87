import { type ContainerHandle, expect, scenario, seconds } from 'crivet'

// The clocks of crivet, runtime and kernel need not tick together.
const GRANULARITY = 50_000_000n

scenario(
  'container.times.order',
  { requirement: 'container.status.times' },
  async ({ cri, sharedPod }) => {
    const beforeCreate = Date.now()
    const container = await sharedPod.create('pause')
    const beforeStart = Date.now()
    await container.start()
    const afterStart = Date.now()
    const { created_at, started_at } = await container.status()
    expect(created_at).toBeTimeBetween(beforeCreate, beforeStart)
    expect(started_at).toBeTimeBetween(beforeStart, afterStart)
    expect(started_at).toBeGreaterThanOrEqual(created_at)
    await container.stop({ timeout: 0 })
    expect(await container.status()).toMatchObject({ created_at, started_at })
    const { containers } = await cri.listContainers({ filter: { id: container.id } })
    expect(containers).toMatchObject([{ created_at }])
  },
)

scenario(
  'container.times.finished',
  { requirement: 'container.status.finished-at' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('sleep 4')
    const { started_at, finished_at } = await container.exited()
    expect(finished_at).toBeGreaterThanOrEqual(started_at - GRANULARITY)
    // On a busy machine a start is noticed late.
    const ranMs = Number((finished_at - started_at) / 1_000_000n)
    expect(ranMs).toBeWithin(seconds(1), seconds(10))
    await (await sharedPod.run('sleep 1')).exited()
    expect((await container.status()).finished_at).toBe(finished_at)
  },
)

scenario(
  'container.times.creation-orders',
  { requirement: 'container.status.created-at-orders' },
  async ({ cri, pods }) => {
    const [older, newer] = [await pods.run(), await pods.run()]
    expect((await newer.status()).created_at).toBeGreaterThan((await older.status()).created_at)
    const made: ContainerHandle[] = []
    for (const _ of [0, 1, 2, 3, 4]) made.push(await newer.create('pause'))
    const { containers } = await cri.listContainers({ filter: { pod_sandbox_id: newer.id } })
    const statuses = await Promise.all(made.map((each) => each.status()))
    for (const told of [containers, statuses]) {
      const times = new Map(told.map(({ id, created_at }) => [id, created_at]))
      const inOrder = made.map(({ id }) => times.get(id))
      expect(inOrder).not.toContain(undefined)
      expect(inOrder).toEqual([...new Set(times.values())].sort())
    }
  },
)

scenario(
  'container.times.not-applicable',
  { requirement: 'container.status.unset-times-zero' },
  async ({ sharedPod }) => {
    const before = now()
    const plausible = (time: bigint) =>
      time === 0n || (time >= before - GRANULARITY && time <= now())
    const [created, running] = [await sharedPod.create('pause'), await sharedPod.run('pause')]
    const [stopped, failed] = [
      await sharedPod.create('pause'),
      await sharedPod.create([], { command: ['/workload', 'no-such-verb'] }),
    ]
    await stopped.stop({ timeout: 0 })
    await failed.start()
    await failed.exited()
    for (const container of [created, running, stopped, failed]) {
      const { created_at, started_at, finished_at, state } = await container.status()
      for (const [name, time] of Object.entries({ created_at, started_at, finished_at })) {
        expect(plausible(time), `${name} ${time} of ${state}`).toBe(true)
      }
    }
  },
)

function now(): bigint {
  return BigInt(Date.now()) * 1_000_000n
}
