import { eventually, expect, scenario } from 'crivet'

scenario(
  'image.pinned.sandbox-image',
  // Its reference is known where crivet configured it.
  { requirement: 'image.pinned.sandbox-image', needs: ['private'] },
  async ({ image, sharedPod }) => {
    await sharedPod.status()
    const reference = image.reference({ name: 'pause' })
    expect((await image.status(reference)).pinned).toBe(true)
    const listed = (await image.list()).filter(({ repo_tags }) => repo_tags.includes(reference))
    expect(listed.map(({ pinned }) => pinned)).toEqual([true])
  },
)

scenario(
  'image.pinned.removed-when-asked',
  { requirement: 'image.pinned', feature: 'shared-image-store' },
  async ({ cri, image, store }) => {
    const reference = await store.pinned(image)
    await eventually('stateChange', async () => {
      expect((await image.status(reference)).pinned).toBe(true)
    })
    await cri.removeImage({ image: { image: reference } })
    expect(await image.find(reference)).toBeNull()
    expect(await image.listedFrom(reference)).toEqual([])
  },
)
