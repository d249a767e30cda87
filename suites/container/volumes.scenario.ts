import { join } from 'node:path'
import { type Attempt, expect, scenario } from 'crivet'

scenario(
  'container.volumes.untouched',
  { requirement: 'container.remove.volumes-untouched', feature: 'host-mounts' },
  async ({ host, sharedPod }) => {
    const folder = await host.mount(host.folder(), 'shared')
    await host.mount(join(folder, 'mounted'))
    const nested = host.folder()
    for (const path of ['file', 'below/file', 'mounted/file']) {
      host.write(join(folder, path), `${path}\n`)
    }
    host.write(join(nested, 'file'), 'nested\n')
    const container = await sharedPod.run('pause', {
      mounts: [
        host.volume(folder, '/data', { propagation: 'PROPAGATION_HOST_TO_CONTAINER' }),
        host.volume(nested, '/data/below'),
        host.volume(join(nested, 'file'), '/file'),
      ],
    })
    await container.exec(['append', '/data/mounted/inside', 'of the container'])
    const before = [host.files(folder), host.files(nested)]
    expect(before[0]).toHaveProperty(['mounted/inside'])
    await container.stop({ timeout: 0 })
    await container.remove()
    expect([host.files(folder), host.files(nested)]).toEqual(before)
  },
)

scenario(
  'container.volumes.of-image',
  { requirement: 'container.process.image-volumes' },
  async ({ host, image, sharedPod }) => {
    const linux = {
      security_context: {
        readonly_rootfs: true,
        run_as_user: { value: 1000 },
        run_as_group: { value: 2000 },
      },
    }
    const use = await image.shared('volume')
    const first = await sharedPod.run('pause', { use, linux })
    expect(await first.ask<Attempt>('touch-test /data')).toMatchObject({ ok: true })
    await first.exec(['append', '/data/left', 'of the first'])
    await first.stop({ timeout: 0 })
    await first.remove()
    const folder = host.folder()
    host.write(join(folder, 'mounted'), 'of the host\n')
    const mounts = [host.volume(folder, '/data')]
    const second = await sharedPod.run('pause', { use, linux })
    const third = await sharedPod.run('pause', { use, mounts })
    expect((await second.exec('stat /data/left')).exitCode).not.toBe(0)
    expect(await third.read('/data/mounted')).toBe('of the host\n')
  },
)
