import {
  CONTAINER_LIFECYCLE,
  type EventsFixture,
  eventually,
  expect,
  type Fixtures,
  scenario,
} from 'crivet'

const PODS = 5
const CONTAINERS = 20

scenario(
  'events.soak.burst',
  { requirement: 'events.burst', timeout: 'longScenario' },
  async ({ events, pods }) => {
    await allTold(events, await burst(pods))
  },
)

scenario(
  'events.soak.in-order',
  { requirement: 'events.in-order', timeout: 'longScenario' },
  async ({ events, pods }) => {
    const ids = await burst(pods)
    await allTold(events, ids)
    const disorder = ids
      .map((id) => events.types(id))
      .filter((types) => types.some((type, index) => type !== CONTAINER_LIFECYCLE[index]))
    expect(disorder, `in disorder: ${disorder.length} of ${ids.length} containers`).toEqual([])
  },
)

// Each is removed as soon as its end shows; some end by themselves.
async function burst(pods: Fixtures['pods']): Promise<readonly string[]> {
  const live = async () => {
    const pod = await pods.run()
    const lives = Array.from({ length: CONTAINERS }, async (_, life) => {
      const endsItself = life % 2 === 1
      const container = await pod.run(endsItself ? 'exit 0' : 'pause')
      if (!endsItself) await container.stop({ timeout: 10 })
      await container.exited()
      await container.remove()
      return container.id
    })
    return Promise.all(lives)
  }
  return (await Promise.all(Array.from({ length: PODS }, live))).flat()
}

async function allTold(events: EventsFixture, ids: readonly string[]): Promise<void> {
  await eventually('event', () => {
    const missing = ids
      .map((id) => events.types(id))
      .filter((types) => !CONTAINER_LIFECYCLE.every((type) => types.includes(type)))
    expect(missing, `events missing: ${missing.length} of ${ids.length} containers`).toEqual([])
  })
}
