import type { Image } from '../../cri/gen/messages.ts'
import { type CallHook, faults, Refusal, wrong } from '../fault.ts'
import {
  answersStale,
  changesAnswer,
  changesRequest,
  failsTheSecondTime,
  pretends,
  refuses,
  swallowsErrors,
} from '../hooks.ts'

/** Faults in pulling, telling of and removing images. */
export const IMAGE_FAULTS = faults({
  'image.pull.by-tag/no-reference': wrong(
    'pulls an image and answers no reference',
    changesAnswer('PullImage', (it) => {
      it.image_ref = ''
    }),
  ),
  'image.pull.by-tag/nothing-done': wrong(
    'answers that an image is pulled and pulls none',
    pretends('PullImage', { image_ref: `sha256:${'0'.repeat(64)}` }),
  ),
  'image.pull.by-digest/tag-invented': wrong(
    'invents a tag for images that were pulled by digest',
    showsImages((it) => {
      if (it.repo_tags.length === 0) it.repo_tags = ['example.org/invented:latest']
    }),
  ),
  'image.pull.missing/swallowed': wrong(
    'answers success for an image that does not exist',
    swallowsErrors('PullImage', { image_ref: `sha256:${'0'.repeat(64)}` }),
  ),
  'image.pull.invalid-reference/swallowed': wrong(
    'answers success for a reference that is none',
    swallowsErrors(
      'PullImage',
      { image_ref: '' },
      ({ image }) => !/^[0-9a-z.:/@_-]+$/.test(image?.image ?? ''),
    ),
  ),
  'image.pull.idempotent/second-fails': wrong(
    'fails to pull an image that is there',
    failsTheSecondTime('PullImage', 'ALREADY_EXISTS', ({ image }) => image?.image ?? ''),
  ),
  'image.pull.idempotent/other-reference': wrong(
    'answers another reference for an image that is there',
    changesAnswer('PullImage', (it, { request, memory }) => {
      const image = `pulled ${request.image?.image}`
      if (memory.has(image)) it.image_ref = request.image?.image ?? ''
      memory.set(image, true)
    }),
  ),
  'image.pull.moved-tag/not-asked-again': wrong(
    'does not ask the registry again for a tag that it has',
    answersStale('PullImage', ({ image }) => image?.image ?? ''),
  ),
  'image.pull.integrity/swallowed': wrong(
    'answers success for an image whose content is not what it should be',
    swallowsErrors('PullImage', { image_ref: `sha256:${'0'.repeat(64)}` }),
  ),
  'image.pull.no-matching-platform/swallowed': wrong(
    'answers success for an image of another platform',
    swallowsErrors('PullImage', { image_ref: `sha256:${'0'.repeat(64)}` }),
  ),
  'image.pull.auth.username-password/dropped': wrong(
    'pulls without the user name and password that were given',
    changesRequest('PullImage', ({ auth }) => {
      if (auth) Object.assign(auth, { username: '', password: '' })
    }),
  ),
  'image.pull.auth.auth-field/dropped': wrong(
    'ignores the auth field',
    changesRequest('PullImage', ({ auth }) => {
      if (auth) auth.auth = ''
    }),
  ),
  'image.pull.auth.identity-token/dropped': wrong(
    'ignores identity tokens',
    changesRequest('PullImage', ({ auth }) => {
      if (auth) auth.identity_token = ''
    }),
  ),
  'image.pull.auth.registry-token/dropped': wrong(
    'ignores registry tokens',
    changesRequest('PullImage', ({ auth }) => {
      if (auth) auth.registry_token = ''
    }),
  ),
  'image.pull.auth.server-address/ignored': wrong(
    'sends credentials to whatever registry is asked',
    changesRequest('PullImage', ({ auth }) => {
      if (auth) auth.server_address = ''
    }),
  ),
  'image.pull.auth.not-reused/remembered': wrong(
    'takes the credentials of an earlier pull',
    changesRequest('PullImage', (it, { memory }) => {
      const has = it.auth && Object.values(it.auth).some((value) => value !== '')
      if (has) memory.set('auth', it.auth)
      else it.auth = (memory.get('auth') as typeof it.auth | undefined) ?? null
    }),
  ),
  'image.pull.auth.empty-config/refused': wrong(
    'refuses credentials that are all empty',
    refuses('PullImage', 'INVALID_ARGUMENT', ({ auth }) =>
      Boolean(auth && Object.values(auth).every((value) => value === '')),
    ),
  ),
  'image.pull.sandbox-config/needed': wrong(
    'pulls only for a pod',
    refuses('PullImage', 'INVALID_ARGUMENT', ({ sandbox_config }) => !sandbox_config),
  ),
  'image.pull.sandbox-config/refused': wrong(
    'refuses a pull for a pod that is not there',
    refuses('PullImage', 'NOT_FOUND', ({ sandbox_config }) => Boolean(sandbox_config)),
  ),
  'image.pull.parallel/refused': wrong('pulls one image at a time', {
    method: 'PullImage',
    around: async ({ memory, touch }, ask) => {
      if (memory.get('busy')) {
        touch()
        throw new Refusal('UNKNOWN', 'busy')
      }
      memory.set('busy', true)
      try {
        return await ask()
      } finally {
        memory.set('busy', false)
      }
    },
  }),
  'image.identity/reference-is-name': wrong(
    'answers the name of an image in place of its id',
    changesAnswer('PullImage', (it, { request }) => {
      it.image_ref = request.image?.image ?? it.image_ref
    }),
  ),
  'image.identity/list-differs': wrong(
    'lists images under other ids than their status has',
    changesAnswer('ListImages', ({ images }) => {
      for (const it of images) it.id = it.id.replace(/.{4}$/, '0000')
    }),
  ),
  'image.distinct-identity/same': wrong(
    'gives all images one id',
    changesAnswer('ImageStatus', ({ image }) => {
      if (image) image.id = `sha256:${'0'.repeat(64)}`
    }),
    changesAnswer('ListImages', ({ images }) => {
      for (const it of images) it.id = `sha256:${'0'.repeat(64)}`
    }),
  ),
  'image.status.missing-returns-nil/not-found': wrong(
    'fails to tell of an image that is not there',
    changesAnswer('ImageStatus', ({ image }) => {
      if (!image) throw new Refusal('UNKNOWN', 'no such image')
    }),
  ),
  'image.status.missing-returns-nil/empty': wrong(
    'answers an empty image where there is none',
    changesAnswer('ImageStatus', (it) => {
      it.image ??= EMPTY
    }),
  ),
  'image.status.by-any-reference/not-by-id': wrong(
    'finds no image by its id',
    pretends('ImageStatus', {}, ({ image }) => /^(sha256:)?[0-9a-f]{64}$/.test(image?.image ?? '')),
  ),
  'image.status.by-any-reference/not-by-digest': wrong(
    'finds no image by a digest of its repository',
    pretends('ImageStatus', {}, ({ image }) => (image?.image ?? '').includes('@sha256:')),
  ),
  'image.status.tag-exact/any-tag': wrong('takes any tag of a repository for any other', {
    method: 'ImageStatus',
    around: async ({ request, runtime }, ask) => {
      const asked = (request.image?.image ?? '').replace(/:[^:/]*$/, '')
      const { images } = await runtime.listImages({})
      const found = images.find(({ repo_tags }) =>
        repo_tags.some((it) => it.startsWith(`${asked}:`)),
      )
      return found && asked.includes('/') ? { image: found, info: {} } : ask()
    },
  }),
  'image.status.names/no-tags': wrong(
    'tells no tags of images',
    showsImages((it) => {
      it.repo_tags = []
    }),
  ),
  'image.status.names/no-digests': wrong(
    'tells no digests of images',
    showsImages((it) => {
      it.repo_digests = []
    }),
  ),
  'image.status.size/zero': wrong(
    'tells no size of images',
    showsImages((it) => {
      it.size = 0n
    }),
  ),
  'image.status.user/none': wrong(
    'tells no user of images',
    showsImages((it) => {
      Object.assign(it, { uid: null, username: '' })
    }),
  ),
  'image.status.user/zero-lost': wrong(
    'takes uid 0 of an image for none',
    showsImages((it) => {
      if (it.uid?.value === 0n) it.uid = null
    }),
  ),
  'image.list.complete/tagged-only': wrong(
    'lists tagged images only',
    changesAnswer('ListImages', (it) => {
      it.images = it.images.filter(({ repo_tags }) => repo_tags.length > 0)
    }),
  ),
  'image.list.complete/twice': wrong(
    'lists an image once for each of its names',
    changesAnswer('ListImages', (it) => {
      it.images = it.images.flatMap((image) => [...image.repo_tags.map(() => image), image])
    }),
  ),
  'image.list.filter/ignored': wrong(
    'ignores the filter of images',
    changesRequest('ListImages', (it) => {
      it.filter = null
    }),
  ),
  'image.list.agrees-with-status/size': wrong(
    'lists images with another size than their status has',
    changesAnswer('ListImages', ({ images }) => {
      for (const it of images) it.size += 1n
    }),
  ),
  'image.remove.gone/nothing-done': wrong(
    'answers that an image is removed and does nothing',
    pretends('RemoveImage', {}),
  ),
  'image.remove.all-names/one-only': wrong('removes one name of an image only', {
    method: 'RemoveImage',
    around: async ({ request, runtime }, ask) => {
      const asked = request.image?.image ?? ''
      const { image } = await runtime.imageStatus({ image: { image: asked } })
      const answer = await ask()
      for (const name of image?.repo_tags ?? []) {
        if (name !== asked) await runtime.pullImage({ image: { image: name } })
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
  'image.fsinfo.required/none': wrong(
    'tells of no image file system',
    changesAnswer('ImageFsInfo', (it) => {
      it.image_filesystems = []
    }),
  ),
  'image.fsinfo.required/no-mountpoint': wrong(
    'tells of an image file system that is nowhere',
    changesAnswer('ImageFsInfo', ({ image_filesystems }) => {
      for (const it of image_filesystems) it.fs_id = { mountpoint: '/no/such/folder' }
    }),
  ),
  'image.fsinfo.required/seconds': wrong(
    'tells the time of image file systems in seconds',
    changesAnswer('ImageFsInfo', ({ image_filesystems }) => {
      for (const it of image_filesystems) it.timestamp /= 1_000_000_000n
    }),
  ),
  'image.fsinfo.usage/constant': wrong(
    'tells the same use of image file systems for ever',
    answersStale('ImageFsInfo', () => ''),
  ),
  'image.fsinfo.usage/no-inodes': wrong(
    'tells of no inodes in use',
    changesAnswer('ImageFsInfo', ({ image_filesystems }) => {
      for (const it of image_filesystems) it.inodes_used = { value: 0n }
    }),
  ),
})

const EMPTY: Image = {
  id: '',
  repo_tags: [],
  repo_digests: [],
  size: 0n,
  uid: null,
  username: '',
  spec: null,
  pinned: false,
}

function showsImages(change: (image: Image) => void): CallHook {
  return changesAnswer('ImageStatus', ({ image }) => {
    if (image) change(image)
  })
}
