import { expect, scenario, unlessRefused } from 'crivet'

scenario(
  'image.remove.by-id',
  { requirement: 'image.remove.gone' },
  async ({ cri, image, unique }) => {
    const place = { name: 'workload', nonce: unique('by-id') }
    const names = [
      image.reference(place),
      image.reference({ ...place, access: 'mirror', tag: 'v2' }),
    ]
    for (const name of names) await image.pull(name)
    const { id } = await image.status(names[0] as string)
    await cri.removeImage({ image: { image: id } })
    for (const asked of [id, ...names]) expect(await image.find(asked)).toBeNull()
    expect((await image.list()).map((it) => it.id)).not.toContain(id)
  },
)

scenario(
  'image.remove.by-only-name',
  { requirement: 'image.remove.gone' },
  async ({ cri, image, unique }) => {
    const [tagged, other] = [image.own('workload'), unique('by-digest')]
    const { digest } = await image.facts(image.reference({ name: 'workload', nonce: other }))
    for (const asked of [tagged, image.reference({ name: 'workload', nonce: other, digest })]) {
      await image.pull(asked)
      const { id } = await image.status(asked)
      await cri.removeImage({ image: { image: asked } })
      expect(await image.find(asked)).toBeNull()
      expect(await image.find(id)).toBeNull()
      expect((await image.list()).map((it) => it.id)).not.toContain(id)
    }
  },
)

scenario(
  'image.remove.one-of-several-names',
  { requirement: 'image.remove.all-names' },
  async ({ cri, image, unique }) => {
    const place = { name: 'workload', nonce: unique('names') }
    const names = [
      image.reference(place),
      image.reference({ ...place, tag: 'v2' }),
      image.reference({ ...place, access: 'mirror' }),
    ]
    for (const name of names) await image.pull(name)
    await cri.removeImage({ image: { image: names[0] as string } })
    for (const name of names) {
      expect(await image.find(name), name).toBeNull()
      expect(await image.listedFrom(name)).toEqual([])
    }
  },
)

scenario(
  'image.remove.absent',
  { requirement: 'image.remove.idempotent' },
  async ({ cri, image }) => {
    const asked = image.own('workload')
    await image.pull(asked)
    for (const _ of ['there', 'gone', 'still gone']) {
      await cri.removeImage({ image: { image: asked } })
    }
    await image.pull(asked)
    await Promise.all(Array.from({ length: 5 }, () => cri.removeImage({ image: { image: asked } })))
    expect(await image.find(asked)).toBeNull()
  },
)

scenario(
  'image.remove.unknown',
  { requirement: 'image.remove.idempotent' },
  async ({ cri, image }) => {
    const absent = image.absent()
    await cri.removeImage({ image: { image: absent } })
    await Promise.all(
      Array.from({ length: 5 }, () => cri.removeImage({ image: { image: absent } })),
    )
  },
)

scenario(
  'image.remove.siblings-stay',
  // Alone: another scenario's removals may else take the layers while they are pulled.
  { requirement: 'image.remove.siblings', needs: ['serial'] },
  async ({ cri, image, sharedPod }) => {
    const removed = image.own('multi-layer')
    const [use] = [await image.pull(image.own('multi-layer')), await image.pull(removed)]
    await cri.removeImage({ image: { image: removed } })
    const container = await sharedPod.run('pause', { use })
    const { stdout } = await container.exec('read-file /layers/kept')
    expect(stdout).toBe('from the lower layer\n')
  },
)

scenario(
  'image.remove.in-use',
  { requirement: 'image.remove.in-use' },
  async ({ cri, image, sharedPod, unique }) => {
    const nonce = unique('in-use')
    const use = await image.pull(image.reference({ name: 'workload', nonce }))
    const container = await sharedPod.run('pause', { use })
    const { image_id } = await container.status()
    for (const name of [use.reference, use.id]) {
      await unlessRefused(cri.removeImage({ image: { image: name } }))
    }
    const after = await container.status()
    expect(after).toMatchObject({ id: container.id, state: 'CONTAINER_RUNNING', image_id })
    expect([after.image?.image, after.image_ref]).not.toContain('')
    expect((await container.exec('read-file /image-nonce')).stdout).toBe(nonce)
    await container.stop({ timeout: 0 })
    await expect(container).toBeInState('CONTAINER_EXITED')
    expect((await container.status()).image_id).toBe(image_id)
  },
)
