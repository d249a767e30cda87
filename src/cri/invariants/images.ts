import { type Check, show } from './check.ts'
import { namesImage } from './image-reference.ts'
import { referenceIn, userOf } from './known-images.ts'
import { before } from './span.ts'

/** What status and lists say of images. */
export const IMAGES: readonly Check[] = [
  {
    id: 'image.size-set',
    statement: 'The size of an image is greater than zero.',
    level: 'must',
    requirement: 'image.status.size',
    find: ({ images }) =>
      images.filter(({ size }) => size <= 0n).map(({ id, size }) => `image ${id}: size ${size}`),
  },
  {
    id: 'image.one-user',
    statement: 'An image tells its user as a number or as a name, never as both.',
    level: 'must',
    requirement: 'image.status.user',
    find: ({ images }) =>
      images
        .filter(({ uid, username }) => uid && username !== '')
        .map(
          ({ id, uid, username }) =>
            `image ${id}: uid ${uid?.value} and username ${show(username)}`,
        ),
  },
  {
    id: 'image.user-constant',
    statement: 'List and status tell the same user for one image.',
    level: 'must',
    requirement: 'image.list.agrees-with-status',
    find: ({ images, span }, known) =>
      images.flatMap((image) => {
        const first = known.images.user(image.id)
        const [was, is] = [first?.user, userOf(image)]
        if (!first || !before(first.span, span) || was === is) return []
        return [`image ${image.id}: user was ${show(was)}, is ${show(is)}`]
      }),
  },
  {
    id: 'image.asked-for',
    statement: 'The status of an image is that of the image that was asked for.',
    level: 'must',
    requirement: 'image.status.tag-exact',
    find: ({ method, request, images }) => {
      const reference = method === 'ImageStatus' ? referenceIn(request) : ''
      return images
        .filter((image) => namesImage(reference, image) === false)
        .map(
          ({ id, repo_tags }) =>
            `asked for ${reference}, answered ${id} with tags ${show(repo_tags)}`,
        )
    },
  },
]
