import { type CriMethods, expect, scenario } from 'crivet'

// Alone: whether lists bear images that come and go meanwhile is for `image.list.while-others-go` to find out.
scenario(
  'image.stream.same-as-list',
  { requirement: 'liststream.same-as-list', needs: ['serial'] },
  async ({ cri, image, unique }) => {
    const nonces = [unique('a'), unique('b'), unique('c')]
    const asked = nonces.map((nonce) => image.reference({ name: 'workload', nonce }))
    for (const it of asked) await image.pull(it)
    const streamed = (await streamImages(cri)).flat()
    const ids = streamed.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const listed = await image.list()
    for (const tag of asked) {
      const named = ({ repo_tags }: { repo_tags: string[] }) => repo_tags.includes(tag)
      expect(listed.filter(named)).toHaveLength(1)
      expect(streamed.filter(named)).toEqual(listed.filter(named))
    }
  },
)

scenario('image.stream.filter', { requirement: 'liststream.filters' }, async ({ cri, image }) => {
  const [wanted, other] = [image.own('workload'), image.own('workload')]
  for (const it of [wanted, other]) await image.pull(it)
  const filter = { image: { image: wanted } }
  const tags = (images: readonly { readonly repo_tags: readonly string[] }[]) =>
    images.flatMap(({ repo_tags }) => repo_tags).filter((it) => it === wanted || it === other)
  const streamed = tags((await streamImages(cri, { filter })).flat())
  expect(streamed).toContain(wanted)
  expect(streamed.sort()).toEqual(tags((await cri.listImages({ filter })).images).sort())
})

scenario(
  'image.stream.ends',
  { requirement: 'liststream.ends', needs: ['serial'] },
  async ({ cri, image }) => {
    await image.shared('workload')
    const messages = await streamImages(cri)
    expect(messages).not.toEqual([])
    for (const images of messages) expect(images).not.toEqual([])
  },
)

// Ends only when the stream does; any status but OK is thrown.
async function streamImages(
  cri: CriMethods,
  request: Parameters<CriMethods['streamImages']>[0] = {},
) {
  const messages = []
  for await (const { images } of cri.streamImages(request)) messages.push(images)
  return messages
}
