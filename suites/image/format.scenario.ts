import { expect, type Fixtures, scenario } from 'crivet'

scenario(
  'image.format.manifests-and-layers',
  { requirement: 'image.pull.formats' },
  async ({ image, sharedPod }) => {
    const formats = ['workload', 'plain-tar', 'docker-schema2', 'docker-plain-tar']
    for (const name of formats) expect(await nameFromInside(name, image, sharedPod)).toBe(name)
  },
)

scenario('image.format.zstd', { requirement: 'image.pull.zstd' }, async ({ image, sharedPod }) => {
  for (const name of ['zstd', 'zstd-mixed']) {
    expect(await nameFromInside(name, image, sharedPod)).toBe(name)
  }
})

scenario(
  'image.format.index',
  { requirement: 'image.pull.multi-arch' },
  async ({ image, sharedPod }) => {
    // In images of other platforms the program is no program.
    for (const name of ['index', 'docker-list']) {
      expect(await nameFromInside(name, image, sharedPod)).toBe(name)
    }
  },
)

scenario(
  'image.format.index-digest',
  { requirement: 'image.pull.index-digest-listed' },
  async ({ image, unique }) => {
    const place = { name: 'index', nonce: unique('index') }
    const tagged = image.reference(place)
    const { indexDigest } = await image.facts(tagged)
    const byIndex = image.reference({ ...place, digest: indexDigest ?? '' })
    await image.pull(tagged)
    const { id, repo_digests } = await image.status(tagged)
    expect(repo_digests).toContain(byIndex)
    expect((await image.find(byIndex))?.id).toBe(id)
  },
)

scenario(
  'image.format.no-platform',
  { requirement: 'image.pull.no-matching-platform' },
  async ({ cri, image }) => {
    const asked = image.own('no-platform')
    await expect(cri.pullImage({ image: { image: asked } })).toFailWith()
    expect(await image.listedFrom(asked)).toEqual([])
  },
)

/** What the image says of itself, read by a container that was made from it. */
async function nameFromInside(
  name: string,
  image: Fixtures['image'],
  pod: Fixtures['sharedPod'],
): Promise<string> {
  const container = await pod.run('pause', { use: await image.pull(image.own(name)) })
  return (await container.exec('read-file /image-name')).stdout
}
