import { elapsed, eventually, exitOf, expect, type ProcessFacts, scenario, seconds } from 'crivet'

// The two forms that a kubelet counts as a failed probe.
function expectTimedOut(outcome: number | string): void {
  if (typeof outcome === 'string') expect(outcome).toBe('DEADLINE_EXCEEDED')
  else expect(outcome, 'exit code after the timeout').not.toBe(0)
}

const sleeping = (processes: readonly ProcessFacts[]) =>
  processes.filter(({ args, state }) => args[1] === 'sleep' && state !== 'Z')

scenario(
  'exec.timeout.ends-the-call',
  { requirement: 'exec.sync.timeout' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    const took = await elapsed(async () =>
      expectTimedOut(await exitOf(container.exec('sleep 60', { timeout: 2 }))),
    )
    expect(took).toBeWithin(seconds(1.7), seconds(10))
  },
)

scenario(
  'exec.timeout.zero-is-none',
  { requirement: 'exec.sync.timeout', waits: true },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    expect(await exitOf(container.exec('sleep 12', { timeout: 0 }))).toBe(0)
  },
)

scenario(
  'exec.timeout.despite-child',
  { requirement: 'exec.sync.timeout-with-child', waits: true },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    const took = await elapsed(async () =>
      expectTimedOut(
        await exitOf(container.exec('spawn 1 --hold', { timeout: 2, deadlineMs: seconds(15) })),
      ),
    )
    expect(took).toBeWithin(seconds(1.7), seconds(10))
  },
)

scenario(
  'exec.timeout.kills-command',
  { requirement: 'exec.sync.timeout-kills' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    expectTimedOut(await exitOf(container.exec('sleep 300', { timeout: 1 })))
    await eventually('processGone', async () => {
      expect(sleeping(await container.ask('ps'))).toEqual([])
    })
    await expect(container).toBeInState('CONTAINER_RUNNING')
  },
)

scenario(
  'exec.timeout.kills-children',
  { requirement: 'exec.sync.timeout-kills-children', waits: true },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    expectTimedOut(await exitOf(container.exec('spawn 2', { timeout: 1 })))
    await eventually('processGone', async () => {
      expect(sleeping(await container.ask('ps'))).toEqual([])
    })
  },
)
