import { expect, scenario, unknownId } from 'crivet'

scenario(
  'checkpoint.container.archive',
  { requirement: 'checkpoint.archive' },
  async ({ sharedPod, cri, host, target }) => {
    const container = await sharedPod.run('sleep infinity')
    const location = `${target.stateDir}/${container.id}.tar`
    await cri.checkpointContainer({ container_id: container.id, location, timeout: 30 })
    expect(host.exists(location)).toBe(true)
    expect(host.mode(location) & 0o077).toBe(0)
    await expect(container).toBeInState('CONTAINER_RUNNING')
    expect((await container.exec('exit 0')).exitCode).toBe(0)
  },
)

scenario(
  'checkpoint.container.refusals',
  { requirement: 'checkpoint.errors' },
  async ({ sharedPod, cri, host, target }) => {
    const exited = await sharedPod.run('exit 0')
    await exited.exited()
    const running = await sharedPod.run('pause')
    const location = `${target.stateDir}/${exited.id}.tar`
    const nowhere = `${target.stateDir}/no-such-folder/checkpoint.tar`
    for (const request of [
      { container_id: unknownId(), location },
      { container_id: exited.id, location },
      { container_id: running.id, location: nowhere },
    ]) {
      await expect(cri.checkpointContainer(request)).toFailWith()
    }
    expect([location, nowhere].filter((path) => host.exists(path))).toEqual([])
    await expect(running).toBeInState('CONTAINER_RUNNING')
  },
)
