import { CONTAINER_LIFECYCLE, eventually, expect, scenario } from 'crivet'

const PODS = 5
const CONTAINERS = 20

scenario(
  'events.soak.burst',
  { requirement: 'events.burst', timeout: 'longScenario' },
  async ({ events, pods }) => {
    const live = async () => {
      const pod = await pods.run()
      const lives = Array.from({ length: CONTAINERS }, async () => {
        const container = await pod.run('pause')
        await container.stop({ timeout: 10 })
        await container.exited()
        await container.remove()
        return container.id
      })
      return Promise.all(lives)
    }
    const ids = (await Promise.all(Array.from({ length: PODS }, live))).flat()
    await eventually('event', () => {
      const told = ids.map((id) => events.of(id).map((event) => event.container_event_type))
      const missing = told.filter(
        (types) => !CONTAINER_LIFECYCLE.every((type) => types.includes(type)),
      )
      expect(missing, `events of ${missing.length} of ${ids.length} containers`).toEqual([])
    })
  },
)
