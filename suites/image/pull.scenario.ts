import { eventually, expect, scenario, unknownId, unlessRefused } from 'crivet'

// An empty tag makes a bare name.
const TAGS = ['v2', '']

scenario(
  'image.pull.by-tag',
  { requirement: 'image.pull.by-tag', keystone: true },
  async ({ cri, image }) => {
    for (const tag of TAGS) {
      const asked = image.own('workload', { tag })
      const { image_ref } = await cri.pullImage({ image: { image: asked } })
      expect(image_ref).not.toBe('')
      const found = await image.status(image_ref)
      expect(found.id).toBe((await image.status(tag ? asked : `${asked}:latest`)).id)
    }
  },
)

scenario(
  'image.pull.into-container',
  { requirement: 'image.pull.by-tag' },
  async ({ image, sharedPod, unique }) => {
    for (const tag of TAGS) {
      const nonce = unique('run')
      const use = await image.pull(image.reference({ name: 'workload', nonce, tag }))
      const container = await sharedPod.run('pause', { use })
      expect((await container.exec('read-file /image-nonce')).stdout).toBe(nonce)
    }
  },
)

scenario(
  'image.pull.by-digest',
  { requirement: 'image.pull.by-digest' },
  async ({ image, unique }) => {
    for (const by of ['manifestDigest', 'indexDigest'] as const) {
      const place = { name: 'index', nonce: unique('digest') }
      const digest = (await image.facts(image.reference(place)))[by] ?? ''
      const asked = image.reference({ ...place, digest })
      const { id } = await image.pull(asked)
      const { repo_tags, repo_digests } = await image.status(id)
      expect(repo_digests).toContain(asked)
      expect(repo_tags).toEqual([])
    }
  },
)

scenario(
  'image.pull.tag-and-digest',
  { requirement: 'image.pull.by-digest' },
  async ({ image, sharedPod, unique }) => {
    const nonce = unique('wanted')
    const place = { name: 'workload', nonce, tag: 'elsewhere' }
    const { digest } = await image.facts(image.reference(place))
    await image.move(image.reference(place), unique('other'))
    const use = await image.pull(image.reference({ ...place, digest }))
    const container = await sharedPod.run('pause', { use })
    expect((await container.exec('read-file /image-nonce')).stdout).toBe(nonce)
    const { repo_digests } = await image.status(use.id)
    expect(repo_digests).toContain(image.reference({ name: 'workload', nonce, digest }))
  },
)

scenario(
  'image.pull.missing',
  { requirement: 'image.pull.missing' },
  async ({ cri, image, unique }) => {
    const place = { name: 'workload', nonce: unique('missing') }
    const missing = [
      image.reference({ ...place, name: 'no-such-image' }),
      image.reference({ ...place, tag: 'missing' }),
      image.reference({ ...place, digest: `sha256:${unknownId()}` }),
    ]
    for (const asked of missing) {
      await expect(cri.pullImage({ image: { image: asked } })).toFailWith()
      expect(await image.find(asked)).toBeNull()
      expect(await image.listedFrom(asked)).toEqual([])
    }
  },
)

scenario(
  'image.pull.malformed-reference',
  { requirement: 'image.pull.invalid-reference' },
  async ({ cri, image, target }) => {
    const malformed = ['', 'UPPER/x', 'a:b:c', 'x@sha256:12'].map((it) =>
      it === '' ? it : `${target.registryHost}/${it}`,
    )
    for (const asked of malformed) {
      await expect(cri.pullImage({ image: { image: asked } })).toFailWith()
      await unlessRefused(image.find(asked).then((found) => expect(found).toBeNull()))
    }
  },
)

scenario(
  'image.pull.again',
  { requirement: 'image.pull.idempotent' },
  async ({ cri, image, unique }) => {
    const place = { name: 'workload', nonce: unique('again') }
    const { digest } = await image.facts(image.reference(place))
    for (const asked of [image.reference(place), image.reference({ ...place, digest })]) {
      const first = await cri.pullImage({ image: { image: asked } })
      expect(await cri.pullImage({ image: { image: asked } })).toEqual(first)
    }
  },
)

scenario(
  'image.pull.moved-tag',
  { requirement: 'image.pull.moved-tag' },
  async ({ image, sharedPod, unique }) => {
    const [nonce, next] = [unique('before'), unique('after')]
    const place = { name: 'workload', nonce }
    const tagged = image.reference(place)
    const old = await image.pull(tagged)
    // A name of its own, by which the old image is removed in the end.
    await image.pull(image.reference({ ...place, digest: (await image.facts(tagged)).digest }))
    const container = await sharedPod.run('pause', { use: old })
    await image.move(tagged, next)
    const { id } = await image.pull(tagged)
    expect(id).not.toBe(old.id)
    expect((await image.status(tagged)).id).toBe(id)
    expect((await image.list()).filter((it) => it.repo_tags.includes(tagged))).toHaveLength(1)
    expect((await container.exec('read-file /image-nonce')).stdout).toBe(nonce)
  },
)

scenario(
  'image.pull.parallel',
  { requirement: 'image.pull.parallel' },
  async ({ cri, image, unique }) => {
    const place = { name: 'big', nonce: unique('parallel') }
    const [same, mirror] = [image.reference(place), image.reference({ ...place, access: 'mirror' })]
    const others = [1, 2, 3].map(() => image.own('multi-layer'))
    const answers = await Promise.all(
      [same, same, same, same, same, mirror, mirror, ...others].map((asked) =>
        cri.pullImage({ image: { image: asked } }),
      ),
    )
    const references = answers.map(({ image_ref }) => image_ref)
    expect(new Set(references.slice(0, 5)).size).toBe(1)
    expect(new Set(references.slice(5, 7)).size).toBe(1)
    for (const image_ref of references) await image.status(image_ref)
  },
)

scenario(
  'image.pull.sandbox-config',
  { requirement: 'image.pull.sandbox-config' },
  async ({ cri, image, pods }) => {
    const asked = image.own('workload')
    const { image_ref } = await cri.pullImage({
      image: { image: asked },
      sandbox_config: pods.config(),
    })
    expect(await cri.pullImage({ image: { image: asked } })).toEqual({ image_ref })
  },
)

scenario(
  'image.pull.unknown-handler',
  { requirement: 'image.pull.handler-unknown' },
  async ({ cri, image }) => {
    const [asked, usual] = [image.own('workload'), image.own('workload')]
    await expect(
      cri.pullImage({ image: { image: asked, runtime_handler: 'crivet-no-such-handler' } }),
    ).toFailWith()
    await cri.pullImage({ image: { image: usual, runtime_handler: '' } })
  },
)

scenario('image.pull.cancelled', { requirement: 'image.pull.cancel' }, async ({ cri, image }) => {
  const asked = image.own('workload', { access: 'fault-stall-once' })
  const cancel = new AbortController()
  await Promise.all([
    expect(cri.pullImage({ image: { image: asked } }, { signal: cancel.signal })).rejects.toThrow(),
    (async () => {
      await image.lastLayerAsked(asked)
      cancel.abort()
    })(),
  ])
  expect(await image.listedFrom(asked)).toEqual([])
  // One that goes on has no more to fetch than these.
  for (let count = 0; count < 3; count++) {
    await cri.pullImage({ image: { image: image.own('workload') } })
  }
  expect(await image.listedFrom(asked)).toEqual([])
  // A pull may still join the one that is on its way out; the kubelet tries again.
  await eventually('stateChange', () => cri.pullImage({ image: { image: asked } }))
})
