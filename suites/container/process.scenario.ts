import {
  type Attempt,
  type ContainerHandle,
  type DigestFacts,
  eventually,
  expect,
  type FileFacts,
  type Inspection,
  parseFacts,
  scenario,
} from 'crivet'

scenario(
  'container.process.own-rootfs',
  { requirement: 'container.process.rootfs-isolated' },
  async ({ sharedPod, unique }) => {
    const mark = unique('written')
    const writer = await sharedPod.run('pause')
    const beside = await sharedPod.run('pause')
    const before = await rootfs(beside)
    for (const command of [`append /etc/group ${mark}`, `mkdir /home/${mark}`, 'rm /etc/passwd']) {
      expect(await writer.exec(command), command).toMatchObject({ exitCode: 0, stderr: '' })
    }
    expect(await rootfs(beside)).toEqual(before)
    expect(await rootfs(await sharedPod.run('pause'))).toEqual(before)
  },
)

async function rootfs(container: ContainerHandle) {
  const { stdout } = await container.exec('read-file /etc/group')
  const [etc, home] = [await container.ask('ls /etc'), await container.ask('ls /home')].map((it) =>
    (it as readonly FileFacts[]).map(({ name }) => name),
  )
  return { group: stdout, etc, home }
}

scenario(
  'container.process.standard-mounts',
  { requirement: 'container.process.standard-mounts' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    const { devices, mounts } = await container.inspect()
    const types = Object.fromEntries(mounts.map(({ target, fstype }) => [target, fstype]))
    expect(types).toMatchObject({
      '/proc': 'proc',
      '/sys': 'sysfs',
      '/dev/pts': 'devpts',
      '/dev/shm': 'tmpfs',
      '/dev/mqueue': 'mqueue',
    })
    expect(mounts.find(({ target }) => target === '/sys')?.options).toContain('ro')
    const nodes = Object.fromEntries(devices.map((it) => [it.path, `${it.major}:${it.minor}`]))
    expect(nodes).toMatchObject({ ...DEVICES, '/dev/tty': '5:0' })
    const paths = Object.keys(DEVICES)
    const opened = await container.ask<Record<string, Attempt>>(['open-test', ...paths])
    for (const path of paths) expect(opened[path], path).toMatchObject({ ok: true })
  },
)

const DEVICES = {
  '/dev/null': '1:3',
  '/dev/zero': '1:5',
  '/dev/full': '1:7',
  '/dev/random': '1:8',
  '/dev/urandom': '1:9',
}

scenario(
  'container.process.descriptors',
  { requirement: 'container.process.no-inherited-fds' },
  async ({ sharedPod }) => {
    const main = await sharedPod.run('inspect')
    expect(Object.keys((await main.inspected()).descriptors)).toEqual(['0', '1', '2'])
    const command = await (await sharedPod.run('pause')).inspect()
    expect(Object.keys(command.descriptors)).toEqual(['0', '1', '2'])
  },
)

scenario(
  'container.process.no-input',
  { requirement: 'container.process.stdin-closed' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('count-stdin')
    await expect(container).toHaveExited({ code: 0 })
    expect(await printed<DigestFacts>(container)).toMatchObject({ bytes: 0 })
  },
)

scenario(
  'container.process.terminal',
  { requirement: 'container.process.tty' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('hold inspect', { tty: true, stdin: true })
    const { descriptors, stdio } = await printed<Inspection>(container)
    expect(stdio).toEqual({ stdin: 'tty', stdout: 'tty', stderr: 'tty' })
    expect([descriptors[1], descriptors[2]]).toEqual([descriptors[0], descriptors[0]])
    // Mounted by runc, a symbolic link by crun.
    const opened = await container.ask<Record<string, Attempt>>('open-test /dev/console')
    expect(opened['/dev/console']).toMatchObject({ ok: true })
  },
)

scenario(
  'container.process.no-terminal',
  { requirement: 'container.process.tty' },
  async ({ sharedPod }) => {
    const { stdio, tty } = await (await sharedPod.run('inspect')).inspected()
    expect(Object.values(stdio)).not.toContain('tty')
    expect(tty).toBeNull()
  },
)

// Printed by one write, which arrives in pieces in the log.
function printed<T>(container: ContainerHandle): Promise<T> {
  return eventually('logLine', async () => parseFacts<T>((await container.output()).stdout))
}
