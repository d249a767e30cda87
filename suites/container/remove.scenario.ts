import { againIfLate, expect, scenario, unknownId } from 'crivet'

scenario(
  'container.remove.gone',
  { requirement: 'container.remove.gone' },
  async ({ cri, sharedPod }) => {
    const container = await sharedPod.run('exit 0')
    await container.exited()
    await container.remove()
    await expect(container.status()).toFailWith()
    const { containers } = await cri.listContainers({ filter: { id: container.id } })
    expect(containers).toEqual([])
    const all = await cri.listContainers({})
    expect(all.containers.map(({ id }) => id)).not.toContain(container.id)
  },
)

scenario(
  'container.remove.any-state',
  { requirement: 'container.remove.any-state', waits: true, timeout: 'longScenario' },
  async ({ host, pod, unique }) => {
    const mark = unique('removed')
    const sibling = await pod.run('pause')
    const created = await pod.create(['pause', mark])
    const running = await pod.run(['ignore-sigterm', mark])
    const exited = await pod.run('exit 0')
    await exited.exited()
    await running.logged('ready')
    for (const container of [created, running, exited]) {
      await againIfLate((options) => container.remove(options))
      await expect(container.status()).toFailWith('NOT_FOUND')
    }
    expect(host.processes.with(mark)).toEqual([])
    await expect(sibling).toBeInState('CONTAINER_RUNNING')
    await expect(pod).toBeInState('SANDBOX_READY')
  },
)

scenario(
  'container.remove.repeated',
  { requirement: 'container.remove.idempotent' },
  async ({ cri, sharedPod }) => {
    const container = await sharedPod.run('exit 0')
    await container.exited()
    await container.remove()
    await container.remove()
    await container.remove()
    await cri.removeContainer({ container_id: unknownId() })
  },
)

// Which of the calls meet is chance: a race shows in some of the tries only.
scenario(
  'container.remove.at-once',
  { requirement: 'container.remove.at-once' },
  async ({ sharedPod }) => {
    for (let tries = 0; tries < 20; tries++) {
      const container = await sharedPod.create('pause')
      await container.stop({ timeout: 0 })
      await Promise.all(Array.from({ length: 10 }, () => container.remove()))
      await expect(container.status()).toFailWith('NOT_FOUND')
    }
  },
)
