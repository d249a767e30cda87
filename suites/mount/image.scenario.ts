import { join } from 'node:path'
import {
  type Attempt,
  type ContainerHandle,
  expect,
  type Fixtures,
  scenario,
  unlessRefused,
} from 'crivet'

// In pods of their own: containerd does not mount one image twice in a pod at once.
scenario('mount.image.content', { requirement: 'mount.image' }, async ({ image, pod }) => {
  const volume = imageVolume(await image.shared('links-out'))
  const container = await pod.run('pause', { mounts: [volume] })
  expect(await container.read('/image/folder/file')).toBe('in the folder\n')
  expect(await container.read('/image/folder/below/file')).toBe('below the folder\n')
  expect(await container.read('/image/etc/passwd')).toBe(await container.read('/etc/passwd'))
  await readOnly(container)
})

scenario('mount.image.writable', { requirement: 'mount.image' }, async ({ image, pod }) => {
  const volume = imageVolume(await image.shared('links-out'), { readonly: false })
  const container = await unlessRefused(pod.run('pause', { mounts: [volume] }))
  if (container) await readOnly(container)
})

scenario(
  'mount.image.and-host-path',
  { requirement: 'mount.image.excludes-host-path', needs: ['host'] },
  async ({ host, image, pod }) => {
    const host_path = host.folder()
    const volume = imageVolume(await image.shared('links-out'), { host_path })
    await expect(pod.run('pause', { mounts: [volume] })).toFailWith()
  },
)

scenario('mount.image.missing', { requirement: 'mount.image.missing' }, async ({ image, pod }) => {
  const absent = image.absent()
  const volume = imageVolume({ id: absent, reference: absent })
  await expect(pod.run('pause', { mounts: [volume] })).toFailWith()
})

scenario(
  'mount.image.sub-path',
  { requirement: 'mount.image.sub-path' },
  async ({ image, pod }) => {
    const use = await image.shared('links-out')
    const below = (image_sub_path: string) =>
      pod.run('pause', { mounts: [imageVolume(use, { image_sub_path })] })
    const container = await below('folder')
    expect(await container.read('/image/file')).toBe('in the folder\n')
    expect(await container.read('/image/below/file')).toBe('below the folder\n')
    expect((await container.exec('stat /image/folder')).exitCode).not.toBe(0)
    await expect(below('missing')).toFailWith()
    await expect(below('folder/missing')).toFailWith()
  },
)

scenario(
  'mount.image.sub-path-leading-out',
  { requirement: 'mount.image.sub-path', needs: ['host'] },
  async ({ host, image, pod }) => {
    const use = await image.shared('links-out')
    const onHost = host.write(join(host.folder(), 'file'), 'of the host\n')
    for (const image_sub_path of ['../..', 'folder/../../../../../../../../..', 'up', 'root']) {
      const mounts = [imageVolume(use, { image_sub_path })]
      // Refused, or kept inside the image.
      const container = await unlessRefused(pod.run('pause', { mounts }))
      const seen = await container?.exec(['stat', `/image${onHost}`])
      expect(seen?.exitCode, `${image_sub_path} leads out of the image`).not.toBe(0)
    }
  },
)

scenario(
  'mount.image.in-use',
  { requirement: 'mount.image.in-use' },
  async ({ cri, host, image, pods }) => {
    const pod = await pods.run()
    const use = await image.pull(image.own('links-out'))
    const image_ref = (await image.facts(use.reference)).digest
    const volume = imageVolume({ ...use, image_ref })
    const container = await pod.run('pause', { mounts: [volume] })
    const told = (await container.status()).mounts.find((it) => it.container_path === '/image')
    // Before 1.36 there is no such field to keep.
    expect(['', image_ref]).toContain(told?.image?.image_ref ?? '')
    await unlessRefused(cri.removeImage({ image: { image: use.id } }))
    expect(await container.read('/image/folder/file')).toBe('in the folder\n')
    await container.stop({ timeout: 0 })
    await container.remove()
    await pod.stop()
    await pod.remove()
    expect(host.mountsWith(pod.id)).toEqual([])
    await cri.removeImage({ image: { image: use.id } })
    expect(await image.find(use.reference)).toBeNull()
  },
)

type Image = Awaited<ReturnType<Fixtures['image']['pull']>>
type Mount = Parameters<Fixtures['host']['volume']>[2]

function imageVolume(use: Image & { image_ref?: string }, more: Mount = {}): NonNullable<Mount> {
  const { id, reference, image_ref = '' } = use
  const image = { image: id, user_specified_image: reference, image_ref }
  return { image, container_path: '/image', readonly: true, ...more }
}

async function readOnly(container: ContainerHandle): Promise<void> {
  for (const path of ['/image', '/image/folder', '/image/folder/file']) {
    const { ok } = await container.ask<Attempt>(['touch-test', path])
    expect(ok, `${path} can be written`).toBe(false)
  }
}
