import { expect, scenario } from 'crivet'

const as = <const T>(security_context: T) => ({ linux: { security_context } })
const REFUSED = { ok: false, errno: 'EROFS' }

scenario(
  'security.paths.masked',
  { requirement: 'security.masked-paths' },
  async ({ sharedPod }) => {
    const [files, folder] = [['/proc/version', '/etc/group'], '/home']
    const masked_paths = [...files, folder, '/not/there']
    const [container, other] = [
      await sharedPod.run('pause', as({ masked_paths })),
      await sharedPod.run('pause'),
    ]
    for (const path of files) {
      expect((await other.exec(['read-file', path])).stdout).not.toBe('')
      expect((await container.exec(['read-file', path])).stdout, path).toBe('')
    }
    expect(await other.ask(['ls', folder])).toMatchObject([{ name: 'app' }])
    expect(await container.ask(['ls', folder])).toEqual([])
    expect(await container.ask(['touch-test', folder])).toMatchObject(REFUSED)
    const main = await sharedPod.run('read-file /proc/version', as({ masked_paths }))
    await main.exited()
    expect((await main.output()).stdout).toBe('')
  },
)

scenario(
  'security.paths.none',
  { requirement: 'security.masked-paths.empty' },
  async ({ sharedPod }) => {
    const none = as({ masked_paths: [], readonly_paths: [] })
    const container = await sharedPod.run('pause', none)
    const { linux } = await sharedPod.containerConfig('pause')
    const { masked_paths, readonly_paths } = linux?.security_context ?? {}
    const usual = [...(masked_paths ?? []), ...(readonly_paths ?? [])]
    expect(usual).not.toEqual([])
    const { mounts } = await container.inspect()
    expect(mounts.filter(({ target }) => usual.includes(target))).toEqual([])
    expect(await container.ask('touch-test /proc/sys/vm/overcommit_memory')).toMatchObject({
      ok: true,
    })
  },
)

scenario(
  'security.paths.read-only',
  { requirement: 'security.readonly-paths' },
  async ({ sharedPod }) => {
    const readonly_paths = ['/proc/sys', '/var', '/etc/passwd', '/not/there']
    const container = await sharedPod.run('pause', as({ readonly_paths }))
    for (const path of ['/proc/sys/vm/overcommit_memory', '/var', '/etc/passwd'])
      expect(await container.ask(['touch-test', path]), path).toMatchObject(REFUSED)
    for (const path of ['/home', '/etc/group'])
      expect(await container.ask(['touch-test', path]), path).toMatchObject({ ok: true })
  },
)

scenario(
  'security.paths.root-read-only',
  { requirement: 'security.readonly-rootfs' },
  async ({ host, sharedPod }) => {
    const mounts = [{ host_path: host.folder(), container_path: '/mnt' }]
    const container = await sharedPod.run('pause', { mounts, ...as({ readonly_rootfs: true }) })
    for (const path of ['/', '/home', '/etc/passwd'])
      expect(await container.ask(['touch-test', path]), path).toMatchObject(REFUSED)
    for (const path of ['/mnt', '/dev/shm'])
      expect(await container.ask(['touch-test', path]), path).toMatchObject({ ok: true })
    const writable = await sharedPod.run('pause', { mounts })
    for (const path of ['/', '/home', '/etc/passwd', '/mnt', '/dev/shm'])
      expect(await writable.ask(['touch-test', path]), path).toMatchObject({ ok: true })
  },
)
