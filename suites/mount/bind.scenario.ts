import { join } from 'node:path'
import { type Attempt, expect, type FileFacts, scenario } from 'crivet'

scenario('mount.bind.both-ways', { requirement: 'mount.bind' }, async ({ host, sharedPod }) => {
  const folder = host.folder()
  const file = host.write(join(host.folder(), 'file'), 'of the host\n')
  host.write(join(folder, 'before'), 'of the host\n')
  const container = await sharedPod.run('pause', {
    mounts: [
      host.volume(folder, '/absent/below/folder'),
      host.volume(file, '/absent/elsewhere/file'),
    ],
  })
  expect(await container.read('/absent/below/folder/before')).toBe('of the host\n')
  expect(await container.read('/absent/elsewhere/file')).toBe('of the host\n')
  await container.exec(['append', '/absent/below/folder/inside', 'of the container'])
  await container.exec(['append', '/absent/elsewhere/file', 'of the container'])
  expect(host.files(folder)).toEqual({ before: 'of the host\n', inside: 'of the container\n' })
  expect(host.read(file)).toBe('of the host\nof the container\n')
  host.write(join(folder, 'later'), 'of the host again\n')
  expect(await container.read('/absent/below/folder/later')).toBe('of the host again\n')
})

scenario('mount.bind.read-only', { requirement: 'mount.readonly' }, async ({ host, sharedPod }) => {
  const folders = [host.folder(), host.folder()] as const
  const files = folders.map((folder) => host.write(join(folder, 'file'), 'of the host\n'))
  const readonly = { readonly: true }
  const container = await sharedPod.run('pause', {
    mounts: [
      host.volume(folders[0], '/kept/folder', readonly),
      host.volume(files[0] ?? '', '/kept/file', readonly),
      host.volume(folders[1], '/open/folder'),
      host.volume(files[1] ?? '', '/open/file'),
    ],
  })
  const writes = (path: string) => container.ask<Attempt>(['touch-test', path])
  for (const path of ['folder', 'folder/file', 'file']) {
    expect(await writes(`/kept/${path}`), path).toMatchObject({ ok: false, errno: 'EROFS' })
    expect(await writes(`/open/${path}`), path).toMatchObject({ ok: true })
  }
})

scenario(
  'mount.bind.source-missing',
  { requirement: 'mount.source-missing' },
  async ({ host, sharedPod }) => {
    const missing = join(host.folder(), 'missing')
    const mounts = [host.volume(missing, '/data')]
    await expect(sharedPod.run('pause', { mounts })).toFailWith()
    expect(host.exists(missing)).toBe(false)
  },
)

scenario(
  'mount.bind.source-link',
  { requirement: 'mount.source-symlink' },
  async ({ host, sharedPod }) => {
    const folder = host.folder()
    const file = host.write(join(folder, 'target/file'), 'of the host\n')
    const links = host.folder()
    const container = await sharedPod.run('pause', {
      mounts: [
        host.volume(host.symlink(join(folder, 'target'), join(links, 'folder')), '/folder'),
        host.volume(host.symlink(file, join(links, 'file')), '/file'),
        host.volume(host.symlink('folder', join(links, 'relative')), '/relative'),
      ],
    })
    for (const path of ['/folder/file', '/file', '/relative/file']) {
      expect(await container.read(path), path).toBe('of the host\n')
    }
    const inside = await container.ask<FileFacts>('stat /folder')
    expect(inside.type).toBe('directory')
    await container.exec(['append', '/folder/inside', 'of the container'])
    expect(host.read(join(folder, 'target/inside'))).toBe('of the container\n')
  },
)

scenario(
  'mount.bind.target-link',
  { requirement: 'mount.target-symlink-contained' },
  async ({ host, image, sharedPod }) => {
    const folder = host.folder()
    host.write(join(folder, 'file'), 'of the host\n')
    // On the host these would lie in folders of this scenario.
    const [up, root] = [host.folder(), host.folder()]
    const container = await sharedPod.run('pause', {
      use: await image.shared('links-out'),
      mounts: [
        host.volume(folder, `/up${up}/mounted`),
        host.volume(folder, `/root${root}/mounted`),
      ],
    })
    for (const path of [`${up}/mounted`, `${root}/mounted`]) {
      expect(await container.read(`${path}/file`)).toBe('of the host\n')
      expect(host.exists(path), `${path} on the host`).toBe(false)
    }
  },
)

scenario('mount.bind.order', { requirement: 'mount.order' }, async ({ host, sharedPod }) => {
  const folders = ['parent', 'child', 'grandchild'].map((name) => {
    const folder = host.folder()
    host.write(join(folder, 'name'), name)
    return folder
  })
  const [parent = '', child = '', grandchild = ''] = folders
  const container = await sharedPod.run('pause', {
    mounts: [
      host.volume(grandchild, '/data/a/b'),
      host.volume(child, '/data/a'),
      host.volume(parent, '/data'),
    ],
  })
  expect(await container.read('/data/name')).toBe('parent')
  expect(await container.read('/data/a/name')).toBe('child')
  expect(await container.read('/data/a/b/name')).toBe('grandchild')
})

const OWN_FILES = ['/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/dev/termination-log']

scenario(
  'mount.bind.in-place-of-own',
  { requirement: 'mount.overrides-runtime-files' },
  async ({ host, sharedPod }) => {
    const folder = host.folder()
    const files = OWN_FILES.map((path) =>
      host.volume(host.write(join(folder, path), `# in place of ${path}\n`), path),
    )
    host.write(join(folder, 'shm/file'), 'of the host\n')
    const shm = host.volume(join(folder, 'shm'), '/dev/shm')
    const container = await sharedPod.run('pause', { mounts: [...files, shm] })
    for (const path of OWN_FILES) expect(await container.read(path)).toBe(`# in place of ${path}\n`)
    expect(await container.read('/dev/shm/file')).toBe('of the host\n')
  },
)

scenario(
  'mount.bind.sub-mounts',
  { requirement: 'mount.submounts', feature: 'host-mounts' },
  async ({ host, sharedPod }) => {
    const folder = host.folder()
    const deeper = await host.mount(join(await host.mount(join(folder, 'below')), 'deeper'))
    host.write(join(folder, 'below/file'), 'below\n')
    host.write(join(deeper, 'file'), 'deeper\n')
    const container = await sharedPod.run('pause', { mounts: [host.volume(folder, '/data')] })
    expect(await container.read('/data/below/file')).toBe('below\n')
    expect(await container.read('/data/below/deeper/file')).toBe('deeper\n')
    await container.exec(['append', '/data/below/inside', 'of the container'])
    expect(host.read(join(folder, 'below/inside'))).toBe('of the container\n')
  },
)
