import { join } from 'node:path'
import { type Attempt, expect, type Fixtures, scenario } from 'crivet'

scenario(
  'mount.recursive-read-only.sub-mounts',
  { requirement: 'mount.recursive-read-only', feature: 'host-mounts' },
  async ({ host, sharedPod }) => {
    const folder = await host.mount(host.folder())
    await host.mount(join(folder, 'below'))
    const container = await sharedPod.run('pause', {
      mounts: [
        host.volume(folder, '/all', { readonly: true, recursive_read_only: true }),
        host.volume(folder, '/top', { readonly: true }),
      ],
    })
    const writes = (path: string) => container.ask<Attempt>(['touch-test', path])
    for (const path of ['/all', '/all/below', '/top']) {
      expect(await writes(path), path).toMatchObject({ ok: false, errno: 'EROFS' })
    }
    expect(await writes('/top/below')).toMatchObject({ ok: true })
  },
)

scenario(
  'mount.recursive-read-only.bad-combination',
  { requirement: 'mount.recursive-read-only.bad-combination', feature: 'host-mounts' },
  async ({ host, sharedPod }) => {
    const fixtures = { host, sharedPod }
    // From here mounts would propagate: what is refused is the combination.
    const folder = await host.mount(host.folder(), 'shared')
    await runs(fixtures, folder, { readonly: true, propagation: 'PROPAGATION_PRIVATE' })
    for (const wrong of [
      { readonly: false },
      { readonly: true, propagation: 'PROPAGATION_HOST_TO_CONTAINER' },
      { readonly: true, propagation: 'PROPAGATION_BIDIRECTIONAL' },
    ] as const) {
      await expect(runs(fixtures, folder, wrong), JSON.stringify(wrong)).toFailWith()
    }
  },
)

scenario(
  'mount.recursive-read-only.unsupported',
  {
    requirement: 'mount.recursive-read-only.unsupported',
    feature: 'without-recursive-read-only-mounts',
  },
  async ({ host, sharedPod }) => {
    await expect(runs({ host, sharedPod }, host.folder(), { readonly: true })).toFailWith()
  },
)

type Mount = Parameters<Fixtures['host']['volume']>[2]

/** Runs a container with a recursively read-only mount of that kind. */
function runs({ host, sharedPod }: Pick<Fixtures, 'host' | 'sharedPod'>, path: string, it: Mount) {
  const mounts = [host.volume(path, '/data', { recursive_read_only: true, ...it })]
  return sharedPod.run('pause', { mounts })
}
