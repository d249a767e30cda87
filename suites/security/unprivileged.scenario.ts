import { type Attempt, expect, scenario } from 'crivet'

// Memory and messages of the kernel; the first loop, SCSI, virtual and NVMe disks.
const HOST_DEVICES = [
  'char 1 1',
  'char 1 11',
  'block 7 0',
  'block 8 0',
  'block 253 0',
  'block 254 0',
  'block 259 0',
]

scenario(
  'security.unprivileged.calls',
  { requirement: 'security.unprivileged-defaults' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    const calls = ['mount', 'init_module', 'delete_module', 'swapon', 'reboot']
    const attempts = await container.ask<Record<string, Attempt>>(['syscall', ...calls])
    expect(Object.keys(attempts).sort()).toEqual([...calls].sort())
    for (const [call, { errno }] of Object.entries(attempts))
      expect(['EPERM', 'EACCES', 'ENOSYS'], `what ${call} ended with`).toContain(errno)
  },
)

scenario(
  'security.unprivileged.devices',
  { requirement: 'security.unprivileged-defaults' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    const { devices } = await container.inspect()
    const paths = devices.map(({ path }) => path)
    for (const path of ['/dev/mem', '/dev/kmsg', '/dev/port']) expect(paths).not.toContain(path)
    expect(devices.filter(({ type }) => type === 'block')).toEqual([])
    for (const device of HOST_DEVICES)
      expect(await container.ask(`open-device ${device}`), device).toMatchObject({ ok: false })
  },
)

scenario(
  'security.unprivileged.kernel-files',
  { requirement: 'security.unprivileged-defaults' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    for (const path of ['/proc/sys/vm/overcommit_memory', '/sys/class/net/lo/mtu']) {
      expect(await container.ask(['stat', path])).toMatchObject({ type: 'file', uid: 0 })
      expect(await container.ask(['touch-test', path]), path).toMatchObject({ ok: false })
    }
  },
)
