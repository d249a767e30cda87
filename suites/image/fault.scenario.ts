import { CriError, expect, scenario, unlessRefused } from 'crivet'

scenario(
  'image.fault.corrupt-content',
  { requirement: 'image.pull.integrity' },
  async ({ cri, image, unique }) => {
    const manifest = {
      name: 'workload',
      nonce: unique('corrupt'),
      access: 'fault-corrupt-manifest',
    } as const
    const { digest } = await image.facts(image.reference(manifest))
    const corrupt = [
      image.own('workload', { access: 'fault-corrupt' }),
      image.own('workload', { access: 'fault-corrupt-config' }),
      // Behind a tag any manifest would be as good.
      image.reference({ ...manifest, digest }),
      image.own('wrong-diff-id'),
    ]
    for (const asked of corrupt) {
      await expect(cri.pullImage({ image: { image: asked } })).toFailWith()
      expect(await image.find(asked), asked).toBeNull()
      expect(await image.listedFrom(asked)).toEqual([])
    }
  },
)

scenario(
  'image.fault.registry-unavailable',
  { requirement: 'image.pull.registry-unavailable' },
  async ({ cri, image }) => {
    for (const asked of [
      '127.0.0.1:1/crivet/workload:v1',
      image.own('workload', { access: 'fault-503' }),
    ]) {
      const failure = await cri.pullImage({ image: { image: asked } }).catch((error) => error)
      expect(failure).toBeInstanceOf(CriError)
      expect(failure.details).toMatch(/^RegistryUnavailable/)
    }
  },
)

scenario(
  'image.fault.layer-escapes',
  { requirement: 'image.pull.layer-escape' },
  async ({ cri, image, host, unique, sharedPod }) => {
    for (const name of ['escape-dotdot', 'escape-absolute', 'escape-symlink']) {
      const nonce = unique('escape')
      const asked = image.reference({ name, nonce })
      const pulled = await unlessRefused(cri.pullImage({ image: { image: asked } }))
      if (pulled) {
        const use = { id: pulled.image_ref, reference: asked }
        await unlessRefused(sharedPod.create('pause', { use }))
      }
      expect(host.exists(`/tmp/crivet-escape-${nonce}`), name).toBe(false)
    }
  },
)
