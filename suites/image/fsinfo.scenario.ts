import { type CriMethods, eventually, expect, scenario, seconds } from 'crivet'

scenario(
  'image.fsinfo.mountpoint',
  // Alone: what others pull and remove meanwhile is for image.fsinfo.while-others-go.
  { requirement: 'image.fsinfo.required', needs: ['host', 'serial'] },
  async ({ cri, host }) => {
    const { image_filesystems } = await cri.imageFsInfo({})
    expect(image_filesystems).not.toEqual([])
    for (const { timestamp, fs_id } of image_filesystems) {
      expect(timestamp).toBeGreaterThan(0n)
      const ageMs = Date.now() - Number(timestamp / 1_000_000n)
      expect(Math.abs(ageMs)).toBeWithin(0, seconds(120))
      expect(fs_id?.mountpoint).toMatch(/^\//)
      expect(host.exists(fs_id?.mountpoint ?? '')).toBe(true)
    }
  },
)

scenario(
  'image.fsinfo.grows',
  // Not alone: what others pull and remove meanwhile is small beside this image.
  { requirement: 'image.fsinfo.usage', needs: [], waits: true, timeout: 'longScenario' },
  async ({ cri, image }) => {
    await image.shared('workload')
    const before = await eventually('statsCycle', async () => {
      const now = await imageUsage(cri)
      expect(Math.min(now.bytes, now.inodes)).toBeGreaterThan(0)
      return now
    })
    const asked = image.own('many-files')
    const { transferBytes } = await image.facts(asked)
    await image.pull(asked)
    await eventually('statsCycle', async () => {
      const after = await imageUsage(cri)
      expect(after.bytes - before.bytes).toBeGreaterThan(transferBytes / 2)
      expect(after.inodes - before.inodes).toBeGreaterThan(FILES / 2)
    })
  },
)

// In /files of the image.
const FILES = 2000

async function imageUsage(cri: CriMethods) {
  const [filesystem] = (await cri.imageFsInfo({})).image_filesystems
  return {
    bytes: Number(filesystem?.used_bytes?.value ?? 0n),
    inodes: Number(filesystem?.inodes_used?.value ?? 0n),
  }
}

scenario(
  'image.fsinfo.container-filesystems',
  // Where storage is not split the answer must not say that it is; alone, as the one about the mount point.
  {
    requirement: 'image.fsinfo.container-filesystems',
    withoutFeature: true,
    needs: ['host', 'serial'],
  },
  async ({ cri, host, sharedPod }) => {
    const container = await sharedPod.run('pause')
    const { mounts } = await container.inspect()
    const root = mounts.find(({ target, fstype }) => target === '/' && fstype === 'overlay')
    const upper = root?.superOptions.find((it) => it.startsWith('upperdir='))?.slice(9)
    expect(upper, 'the writable layer of a container').toBeDefined()
    const { image_filesystems, container_filesystems } = await cri.imageFsInfo({})
    const told = container_filesystems.length > 0 ? container_filesystems : image_filesystems
    const devices = told.map(({ fs_id }) => host.device(fs_id?.mountpoint ?? ''))
    expect(devices).toContain(host.device(upper ?? ''))
  },
)

scenario(
  'image.fsinfo.while-others-go',
  { requirement: 'image.fsinfo.during-removal', needs: ['serial'], timeout: 'longScenario' },
  async ({ cri, image }) => {
    // More than for a list: an answer takes less time, and so meets a removal less often.
    await image.whileOthersGo(80, async () => {
      expect((await cri.imageFsInfo({})).image_filesystems).not.toEqual([])
    })
  },
)
