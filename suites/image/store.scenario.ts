import { eventually, expect, scenario } from 'crivet'

scenario(
  'image.store.other-tool',
  { requirement: 'image.shared-store' },
  async ({ cri, sharedPod, store }) => {
    const image = await store.add('workload')
    const id = await eventually('stateChange', async () => {
      const { images } = await cri.listImages({})
      const found = images.find(({ repo_tags }) => repo_tags.includes(image))
      expect(found, `${image} among the images`).toBeDefined()
      return found?.id ?? ''
    })
    const container = await sharedPod.run('exit 7', { use: { id, reference: image } })
    await expect(container).toHaveExited({ code: 7 })
    await container.remove()
    await store.remove(image)
    await eventually('stateChange', async () => {
      expect((await cri.imageStatus({ image: { image } })).image).toBeNull()
    })
  },
)
