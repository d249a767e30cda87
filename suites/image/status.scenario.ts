import { expect, scenario, unknownId } from 'crivet'

scenario(
  'image.status.absent',
  { requirement: 'image.status.missing-returns-nil' },
  async ({ image }) => {
    const { id } = await image.status((await image.shared('workload')).reference)
    const absent = [
      image.absent(),
      image.absent(`sha256:${unknownId()}`),
      // In the form of the runtime's own ids, with the name of their digest or without.
      id.replace(/[0-9a-f]{64}$/, unknownId()),
    ]
    for (const asked of absent) expect(await image.find(asked)).toBeNull()
  },
)

scenario(
  'image.status.any-reference',
  { requirement: 'image.status.by-any-reference' },
  async ({ image, unique }) => {
    const place = { name: 'workload', nonce: unique('names'), tag: '' }
    const bare = image.reference(place)
    const { digest } = await image.facts(bare)
    const { id: image_ref } = await image.pull(bare)
    const { id } = await image.status(bare)
    for (const asked of [`${bare}:latest`, `${bare}@${digest}`, image_ref, id]) {
      expect((await image.find(asked))?.id, asked).toBe(id)
    }
  },
)

scenario(
  'image.status.other-names',
  { requirement: 'image.status.tag-exact' },
  async ({ image, unique }) => {
    const place = { name: 'workload', nonce: unique('exact') }
    await image.pull(image.reference(place))
    const others = [
      image.reference({ ...place, tag: 'other' }),
      image.reference({ ...place, tag: '' }),
      image.reference({ ...place, digest: `sha256:${unknownId()}` }),
    ]
    for (const asked of others) expect(await image.find(asked)).toBeNull()
  },
)

scenario(
  'image.status.all-names',
  { requirement: 'image.status.names' },
  async ({ image, unique }) => {
    const here = { name: 'workload', nonce: unique('two-tags') }
    const there = { ...here, access: 'mirror' } as const
    const tags = [image.reference(here), image.reference({ ...there, tag: 'v2' })]
    for (const tag of tags) await image.pull(tag)
    const { digest } = await image.facts(image.reference(here))
    const { repo_tags, repo_digests } = await image.status(image.reference(here))
    expect([...repo_tags].sort()).toEqual([...tags].sort())
    const digests = [here, there].map((place) => image.reference({ ...place, digest }))
    expect([...repo_digests].sort()).toEqual([...digests].sort())
  },
)

scenario('image.status.size', { requirement: 'image.status.size' }, async ({ image }) => {
  const asked = image.own('big')
  const { layers, transferBytes, unpackedBytes } = await image.facts(asked)
  await image.pull(asked)
  const size = Number((await image.status(asked)).size)
  // Runtimes count what was transferred or what it unpacks to, and round up to blocks.
  const incompressible = Math.max(...layers.map(({ sizeBytes }) => sizeBytes))
  expect(size).toBeGreaterThanOrEqual(incompressible)
  expect(size).toBeLessThanOrEqual(2 * (transferBytes + unpackedBytes))
})

scenario('image.status.user', { requirement: 'image.status.user' }, async ({ image }) => {
  const users = {
    'user-root': { uid: 0n, username: '' },
    'user-numeric': { uid: 1000n, username: '' },
    'user-group': { uid: 1000n, username: '' },
    'user-unlisted': { uid: 4321n, username: '' },
    'user-name': { uid: undefined, username: 'app' },
    'user-name-group': { uid: undefined, username: 'app' },
  }
  for (const [name, user] of Object.entries(users)) {
    const { uid, username } = await image.status((await image.shared(name)).reference)
    expect({ uid: uid?.value, username }, name).toEqual(user)
  }
  const { uid, username } = await image.status((await image.shared('workload')).reference)
  // Without a user it is root, which may be said or left out.
  expect([undefined, 0n]).toContain(uid?.value)
  expect(username).toBe('')
})

scenario(
  'image.status.annotations-stable',
  { requirement: 'image.status.spec-annotations' },
  async ({ image }) => {
    const asked = image.own('annotated')
    await image.pull(asked)
    const { spec } = await image.status(asked)
    expect((await image.status(asked)).spec).toEqual(spec)
  },
)

scenario(
  'image.status.verbose',
  { requirement: 'verbose.info-json', also: ['verbose.off-info-empty'] },
  async ({ cri, image }) => {
    const asked = { image: { image: (await image.shared('workload')).reference } }
    const { info } = await cri.imageStatus({ ...asked, verbose: true })
    expect(Object.keys(info)).not.toEqual([])
    for (const value of Object.values(info)) expect(() => JSON.parse(value)).not.toThrow()
    expect((await cri.imageStatus(asked)).info).toEqual({})
  },
)
