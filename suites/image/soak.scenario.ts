import { eventually, expect, scenario } from 'crivet'

const MIB = 1024 * 1024

scenario(
  'image.soak.space-freed',
  { requirement: 'image.remove.space-freed', timeout: 'longScenario' },
  async ({ cri, host, image }) => {
    // By the disk itself: what a runtime says of it is for others to judge.
    const free = async () => {
      const [filesystem] = (await cri.imageFsInfo({})).image_filesystems
      return host.freeBytes(filesystem?.fs_id?.mountpoint ?? '')
    }
    await image.shared('workload')
    const before = await free()
    const reference = image.own('huge')
    await image.pull(reference)
    await eventually('statsCycle', async () =>
      expect(before - (await free()), 'bytes that the disk lost').toBeGreaterThan(32 * MIB),
    )
    const full = await free()
    await cri.removeImage({ image: { image: reference } })
    await eventually('spaceFreed', async () =>
      expect((await free()) - full, 'bytes that it got back').toBeGreaterThan(32 * MIB),
    )
  },
)
