import { expect, scenario } from 'crivet'

scenario(
  'image.identity.same-everywhere',
  { requirement: 'image.identity' },
  async ({ cri, image, sharedPod, unique }) => {
    const place = { name: 'index', nonce: unique('one-id') }
    const tagged = image.reference(place)
    const { indexDigest, manifestDigest } = await image.facts(tagged)
    const ids: string[] = []
    for (const asked of [
      tagged,
      image.reference({ ...place, digest: indexDigest ?? '' }),
      image.reference({ ...place, digest: manifestDigest ?? '' }),
      image.reference({ ...place, access: 'mirror' }),
    ]) {
      ids.push((await image.pull(asked)).id, (await image.status(asked)).id)
    }
    const [id = ''] = ids
    const container = await sharedPod.create('pause', { use: { id, reference: tagged } })
    const { containers } = await cri.listContainers({ filter: { id: container.id } })
    ids.push((await container.status()).image_id, ...containers.map(({ image_id }) => image_id))
    expect(ids).toEqual(ids.map(() => id))
    expect((await image.listedFrom(tagged)).map((it) => it.id)).toEqual([id])
  },
)

scenario(
  'image.identity.distinct',
  { requirement: 'image.distinct-identity' },
  async ({ image, unique }) => {
    const place = { name: 'workload', nonce: unique('same') }
    const [here, there] = [image.reference(place), image.reference({ ...place, access: 'mirror' })]
    const other = image.own('workload')
    for (const asked of [here, there, other]) await image.pull(asked)
    const { id } = await image.status(here)
    expect((await image.status(there)).id).toBe(id)
    expect((await image.status(other)).id).not.toBe(id)
    expect(await image.listedFrom(here)).toHaveLength(1)
    expect(await image.listedFrom(there)).toEqual(await image.listedFrom(here))
  },
)
