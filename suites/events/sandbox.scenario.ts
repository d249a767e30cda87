import { eventually, expect, scenario } from 'crivet'

scenario(
  'events.sandbox.lifecycle',
  { requirement: 'events.sandbox', waits: true },
  async ({ events, pods }) => {
    const pod = await pods.run()
    await pod.stop()
    await pod.remove()
    await eventually('event', () => {
      const types = events.of(pod.id).map((event) => event.container_event_type)
      expect(types).toContain('CONTAINER_STARTED_EVENT')
      expect(types).toContain('CONTAINER_STOPPED_EVENT')
      expect(types.at(-1)).toBe('CONTAINER_DELETED_EVENT')
    })
  },
)

scenario(
  'events.sandbox.time-ordered',
  { requirement: 'events.created-at-ordered' },
  async ({ events, pod }) => {
    const lives = Array.from({ length: 5 }, async () => {
      const container = await pod.run('exit 0')
      await container.exited()
      await container.remove()
      return container.id
    })
    const ids = await Promise.all(lives)
    const times = () => events.inPod(pod.id).map(({ created_at }) => created_at)
    await eventually('event', () => expect(times().length).toBeGreaterThanOrEqual(4 * ids.length))
    const inOrder = times().toSorted((a, b) => Number(a - b))
    expect(times()).toEqual(inOrder)
  },
)

scenario(
  'events.sandbox.status-with-containers',
  { requirement: 'pod.status.container-statuses' },
  async ({ pod, cri }) => {
    const exited = await pod.run('exit 3')
    await exited.exited()
    const containers = [exited, await pod.create('pause'), await pod.run('pause')]
    const before = Date.now()
    const answer = await cri.podSandboxStatus({ pod_sandbox_id: pod.id })
    expect(answer.timestamp).toBeTimeBetween(before, Date.now())
    const statuses = await Promise.all(containers.map((container) => container.status()))
    const byId = (list: readonly { id: string }[]) =>
      list.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId(answer.containers_statuses)).toEqual(byId(statuses))
  },
)
