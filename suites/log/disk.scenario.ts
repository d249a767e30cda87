import { elapsed, eventually, expect, scenario, seconds } from 'crivet'

const MIB = 1024 * 1024

scenario(
  'log.disk.full',
  { requirement: 'log.unwritable-does-not-hang' },
  async ({ host, pods }) => {
    const log_directory = await host.smallDisk(MIB)
    const pod = await pods.run({ log_directory })
    const container = await pod.run('lines forever 1000')
    await eventually('logLine', () => expect(host.freeBytes(log_directory)).toBe(0))
    expect((await container.exec('echo here')).stdout).toBe('here\n')
    await expect(container).toBeInState('CONTAINER_RUNNING')
    expect(await elapsed(() => container.stop({ timeout: 2 }))).toBeWithin(0, seconds(15))
    await container.exited()
    await container.remove()
    await pod.stop()
    await pod.remove()
  },
)
