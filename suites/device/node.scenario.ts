import { type Attempt, expect, type FileFacts, scenario } from 'crivet'

// Majors 60 to 63 and 120 to 127 are for local use: no driver is behind them.
const [MAJOR, MINOR] = [62, 77]

scenario('device.node.present', { requirement: 'device.present' }, async ({ host, sharedPod }) => {
  const block = await host.deviceNode('block', 'b', 121, 9)
  const permissions = 'rw'
  const container = await sharedPod.run('pause', {
    devices: [
      { host_path: '/dev/null', container_path: '/dev/crivet-null', permissions },
      { host_path: '/dev/zero', container_path: '/dev/crivet/below/zero', permissions },
      { host_path: block, container_path: '/dev/crivet-block', permissions },
    ],
  })
  const facts = (path: string) => container.ask<FileFacts>(['stat', path])
  const isNull = { type: 'char', major: 1, minor: 3 }
  expect(await facts('/dev/crivet-null')).toMatchObject(isNull)
  expect(await facts('/dev/crivet/below/zero')).toMatchObject({ ...isNull, minor: 5 })
  expect(await facts('/dev/crivet-block')).toMatchObject({ type: 'block', major: 121, minor: 9 })
  const attempt = await container.ask<Attempt>('open-as /dev/crivet-null write')
  expect(attempt).toMatchObject({ ok: true })
})

scenario(
  'device.node.permissions',
  { requirement: 'device.permissions' },
  async ({ host, sharedPod }) => {
    const devices = []
    for (const [index, permissions] of ['r', 'w', 'rm', 'rwm'].entries()) {
      const host_path = await host.deviceNode(permissions, 'c', MAJOR, MINOR + index)
      devices.push({ host_path, container_path: `/dev/crivet-${permissions}`, permissions })
    }
    const container = await sharedPod.run('pause', { devices })
    for (const { container_path, permissions } of devices) {
      for (const how of ['read', 'write'] as const) {
        const { errno } = await container.ask<Attempt>(['open-as', container_path, how])
        // Where it is allowed the kernel finds no driver.
        const allowed = permissions.includes(how.charAt(0))
        expect(errno, `${how} with ${permissions}`).toBe(allowed ? 'ENXIO' : 'EPERM')
      }
    }
  },
)

scenario(
  'device.node.missing',
  { requirement: 'device.missing' },
  async ({ sharedPod, unique }) => {
    const host_path = `/dev/${unique('missing')}`
    const devices = [{ host_path, container_path: '/dev/crivet', permissions: 'rw' }]
    await expect(sharedPod.run('pause', { devices })).toFailWith()
  },
)
