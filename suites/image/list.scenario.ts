import { expect, scenario } from 'crivet'

scenario(
  'image.list.complete',
  { requirement: 'image.list.complete' },
  async ({ image, unique }) => {
    const [one, two, three] = [unique('one-tag'), unique('two-tags'), unique('no-tag')]
    const ofThree = image.reference({ name: 'workload', nonce: three })
    const ids = [
      await image.pull(image.reference({ name: 'workload', nonce: one })),
      await image.pull(image.reference({ name: 'workload', nonce: two })),
      await image.pull(image.reference({ name: 'workload', nonce: two, tag: 'v2' })),
      await image.pull(
        image.reference({
          name: 'workload',
          nonce: three,
          digest: (await image.facts(ofThree)).digest,
        }),
      ),
    ]
    const listed = await image.list()
    for (const nonce of [one, two, three]) {
      const from = await image.listedFrom(image.reference({ name: 'workload', nonce }))
      expect(from, nonce).toHaveLength(1)
    }
    for (const { id: image_ref } of ids) {
      const { id } = await image.status(image_ref)
      expect(listed.filter((it) => it.id === id)).toHaveLength(1)
    }
  },
)

scenario(
  'image.list.same-as-status',
  { requirement: 'image.list.agrees-with-status' },
  async ({ image, unique }) => {
    for (const name of ['workload', 'index', 'user-name', 'annotated']) {
      const asked = image.reference({ name, nonce: unique('agrees') })
      await image.pull(asked)
      // The annotations in spec may be shown by one of the two only.
      const { spec: _, ...status } = await image.status(asked)
      const listed = (await image.list()).filter(({ id }) => id === status.id)
      expect(listed).toEqual([expect.objectContaining(status)])
    }
  },
)

scenario(
  'image.list.filter',
  { requirement: 'image.list.filter' },
  async ({ cri, image, unique }) => {
    const place = { name: 'workload', nonce: unique('filter') }
    const tagged = image.reference(place)
    const { digest } = await image.facts(tagged)
    await image.pull(tagged)
    const { id } = await image.status(tagged)
    const all = (await cri.listImages({ filter: {} })).images
    expect(all.map((it) => it.id)).toContain(id)
    for (const asked of [tagged, image.reference({ ...place, digest }), id]) {
      const { images } = await cri.listImages({ filter: { image: { image: asked } } })
      expect(
        images.map((it) => it.id),
        asked,
      ).toEqual([id])
    }
    const { images } = await cri.listImages({ filter: { image: { image: image.own('workload') } } })
    expect(images).toEqual([])
  },
)

scenario(
  'image.list.while-others-go',
  // Alone: the lists and removals of others would keep its own apart.
  { requirement: 'image.list.during-removal', needs: ['serial'] },
  async ({ image }) => {
    const stays = image.own('workload')
    await image.pull(stays)
    await image.whileOthersGo(20, async () => {
      const listed = (await image.list()).filter(({ repo_tags }) => repo_tags.includes(stays))
      expect(listed).toHaveLength(1)
    })
  },
)
