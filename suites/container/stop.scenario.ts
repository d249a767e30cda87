import { elapsed, expect, scenario, seconds } from 'crivet'

scenario(
  'container.stop.graceful',
  { requirement: 'container.stop.graceful' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('on-signal TERM=7')
    await container.logged('ready')
    expect(await elapsed(() => container.stop({ timeout: 30 }))).toBeWithin(0, seconds(15))
    await expect(container).toHaveExited({ code: 7 })
  },
)

scenario(
  'container.stop.forced-after-grace',
  { requirement: 'container.stop.forced', also: ['container.status.exit-code'] },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('ignore-sigterm')
    await container.logged('ready')
    expect(await elapsed(() => container.stop({ timeout: 2 }))).toBeWithin(seconds(2), seconds(12))
    await expect(container).toHaveExited({ code: 137 })
  },
)

scenario(
  'container.stop.zero-timeout',
  { requirement: 'container.stop.zero-timeout' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('ignore-sigterm')
    await container.logged('ready')
    expect(await elapsed(() => container.stop({ timeout: 0 }))).toBeWithin(0, seconds(5))
    await expect(container).toHaveExited({ code: 137 })
  },
)

scenario(
  'container.stop.twice',
  { requirement: 'container.stop.idempotent' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('exit 0')
    await container.exited()
    await container.stop({ timeout: 0 })
    await container.remove()
    await container.stop({ timeout: 0 })
  },
)
