import type { Image } from '../../cri/gen/messages.ts'
import { type CallHook, faults, Refusal, wrong } from '../fault.ts'
import { changesAnswer, pretends } from '../hooks.ts'
import { failsTheSecondTime } from '../hooks-in-time.ts'

/** Faults in removing images. */
export const IMAGE_REMOVE_FAULTS = faults({
  'image.remove.gone/nothing-done': wrong(
    'answers that an image is removed and does nothing',
    pretends('RemoveImage', {}),
  ),
  'image.remove.all-names/one-only': wrong('removes one name of an image only', {
    method: 'RemoveImage',
    around: async ({ request, runtime, touch }, ask) => {
      const asked = request.image?.image ?? ''
      const { image } = await runtime.imageStatus({ image: { image: asked } })
      const answer = await ask()
      for (const name of image?.repo_tags ?? []) {
        if (name === asked) continue
        await runtime.pullImage({ image: { image: name } })
        touch()
      }
      return answer
    },
  }),
  'image.remove.idempotent/second-fails': wrong(
    'fails to remove an image that is gone',
    failsTheSecondTime('RemoveImage', 'NOT_FOUND', ({ image }) => image?.image ?? ''),
  ),
  'image.remove.in-use/kills': wrong('ends the containers of an image that is removed', {
    method: 'RemoveImage',
    around: async ({ request, runtime, touch }, ask) => {
      const { image } = await runtime.imageStatus({ image: { image: request.image?.image ?? '' } })
      const { containers } = await runtime.listContainers({})
      for (const { id, image_id, image_ref } of containers) {
        if (!image || ![image_id, image_ref].includes(image.id)) continue
        await runtime.stopContainer({ container_id: id, timeout: 0 })
        touch()
      }
      return ask()
    },
  }),
  'image.pinned/removal-refused': wrong('refuses to remove pinned images', {
    method: 'RemoveImage',
    around: async ({ request, runtime }, ask) => {
      const { image } = await runtime.imageStatus({ image: { image: request.image?.image ?? '' } })
      if (image?.pinned) throw new Refusal('UNKNOWN', 'it is pinned')
      return ask()
    },
  }),
  'image.pinned.sandbox-image/not-pinned': wrong(
    'pins no image',
    showsImages((it) => {
      it.pinned = false
    }),
  ),
})

function showsImages(change: (image: Image) => void): CallHook {
  return changesAnswer('ImageStatus', ({ image }) => {
    if (image) change(image)
  })
}
