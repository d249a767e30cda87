import { elapsed, exitOf, expect, scenario, seconds, unknownId } from 'crivet'

scenario(
  'exec.refusal.missing-program',
  { requirement: 'exec.sync.not-found-command' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    const took = await elapsed(async () => {
      const exit = await exitOf(container.execRaw(['/nope']))
      if (typeof exit === 'number') expect([126, 127]).toContain(exit)
    })
    expect(took).toBeWithin(0, seconds(10))
    expect(await exitOf(container.exec('exit 0'))).toBe(0)
  },
)

scenario(
  'exec.refusal.empty-command',
  { requirement: 'exec.sync.empty-command' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    await expect(container.execRaw([])).toFailWith()
  },
)

scenario(
  'exec.refusal.unknown-container',
  { requirement: 'exec.sync.not-running' },
  async ({ cri }) => {
    const container_id = unknownId()
    await expect(cri.execSync({ container_id, cmd: ['/workload', 'exit', '0'] })).toFailWith()
  },
)

scenario(
  'exec.refusal.exited-container',
  { requirement: 'exec.sync.not-running' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('exit 0')
    await container.exited()
    await expect(container.exec('exit 0')).toFailWith()
  },
)

scenario(
  'exec.refusal.created-container',
  { requirement: 'exec.sync.not-running' },
  async ({ sharedPod }) => {
    const container = await sharedPod.create('pause')
    const exit = await exitOf(container.exec('exit 7'))
    if (typeof exit === 'number') expect(exit).toBe(7)
    await expect(container).toBeInState('CONTAINER_CREATED')
  },
)

scenario(
  'exec.refusal.not-during-grace',
  { requirement: 'container.stop.exec-during-grace', waits: true },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('graceful 5000')
    await container.logged('ready')
    const stopping = container.stop({ timeout: 30 })
    await container.logged('stopping')
    expect(await exitOf(container.exec('exit 5'))).toBe(5)
    await stopping
    await expect(container).toHaveExited({ code: 0 })
  },
)
