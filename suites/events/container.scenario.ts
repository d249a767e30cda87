import {
  CONTAINER_LIFECYCLE,
  type EventsFixture,
  eventually,
  expect,
  scenario,
  seconds,
} from 'crivet'

// Each once; in which order they come is another requirement.
const eachOnce = [...CONTAINER_LIFECYCLE].sort()
const sorted = (events: EventsFixture, id: string) => events.types(id).toSorted()
const eventOf = (events: EventsFixture, id: string, type: string) =>
  events.of(id).find((event) => event.container_event_type === type)
const stoppedOf = (events: EventsFixture, id: string) =>
  eventOf(events, id, 'CONTAINER_STOPPED_EVENT')

scenario(
  'events.container.lifecycle',
  { requirement: 'events.lifecycle' },
  async ({ events, sharedPod }) => {
    const container = await sharedPod.run('pause')
    await container.stop({ timeout: 10 })
    await container.remove()
    const marker = await sharedPod.create('pause')
    await eventually('event', () => {
      expect(events.types(marker.id)).toEqual(['CONTAINER_CREATED_EVENT'])
      expect(sorted(events, container.id)).toEqual(eachOnce)
    })
  },
)

scenario(
  'events.container.self-exit',
  { requirement: 'events.self-exit' },
  async ({ events, sharedPod }) => {
    const container = await sharedPod.run('sleep 1')
    await eventually('event', () => {
      expect(events.types(container.id)).toContain('CONTAINER_STOPPED_EVENT')
    })
    const { finished_at } = await container.status()
    const stopped = stoppedOf(events, container.id)
    const late = Number((stopped?.created_at ?? 0n) - finished_at) / 1e6
    expect(late, 'milliseconds from end to event').toBeWithin(-1, seconds(5))
  },
)

scenario('events.container.payload', { requirement: 'events.payload' }, async ({ events, pod }) => {
  const beside = await pod.run('pause')
  const before = Date.now()
  const container = await pod.run('on-signal TERM=7')
  await container.logged('ready')
  await container.stop({ timeout: 10 })
  await eventually('event', () => {
    expect(sorted(events, container.id)).toEqual(CONTAINER_LIFECYCLE.slice(0, 3).sort())
  })
  const status = await container.status()
  const sandbox = await pod.status()
  for (const event of events.of(container.id)) {
    expect(event.pod_sandbox_status).toMatchObject({ id: sandbox.id, state: 'SANDBOX_READY' })
    const ids = event.containers_statuses.map(({ id }) => id).sort()
    expect(ids).toEqual([beside.id, container.id].sort())
    expect(event.created_at).toBeTimeBetween(before, Date.now())
  }
  const own = (event: ReturnType<typeof eventOf>) =>
    event?.containers_statuses.find(({ id }) => id === container.id)
  const started = eventOf(events, container.id, 'CONTAINER_STARTED_EVENT')
  expect(['CONTAINER_RUNNING', 'CONTAINER_EXITED']).toContain(own(started)?.state)
  const stopped = stoppedOf(events, container.id)
  expect(stopped?.pod_sandbox_status).toEqual(sandbox)
  expect(own(stopped)).toEqual(status)
})

scenario(
  'events.container.all-subscribers',
  { requirement: 'events.all-subscribers', needs: ['serial'] },
  async ({ events, sharedPod }) => {
    const [second, leaving] = [await events.again(), await events.again()]
    const container = await sharedPod.run('pause')
    leaving.leave()
    await container.stop({ timeout: 10 })
    await container.remove()
    await eventually('event', () => {
      expect(sorted(events, container.id)).toEqual(eachOnce)
      expect(sorted(second, container.id)).toEqual(eachOnce)
    })
  },
)
