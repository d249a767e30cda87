import type { Image } from '../../cri/gen/messages.ts'
import { type CallHook, faults, Refusal, wrong } from '../fault.ts'
import { changesAnswer, changesRequest, pretends } from '../hooks.ts'
import { answersStale } from '../hooks-in-time.ts'

/** Faults in what is told of images. */
export const IMAGE_STATUS_FAULTS = faults({
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
  'image.fsinfo.container-filesystems/elsewhere': wrong(
    'tells of a file system of containers on which they are not',
    changesAnswer('ImageFsInfo', (it) => {
      it.container_filesystems = it.image_filesystems.map((each) => ({
        ...each,
        fs_id: { mountpoint: '/proc' },
      }))
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
