import type { Image } from '../gen/messages.ts'
import { bareId } from './known-images.ts'

/**
 * Whether an image has a reference; undefined where that cannot be told from its names:
 * references in short form are completed by rules of the runtime's own, and one of a digest may be
 * of an index that the image was found through.
 */
export function namesImage(reference: string, image: Image): boolean | undefined {
  if (/^(sha256:)?[0-9a-f]{64}$/.test(reference)) return bareId(image.id) === bareId(reference)
  if (reference.includes('@') || !TAGGED.test(reference)) return undefined
  return image.repo_tags.includes(reference)
}

// A registry with a dot or a port, a path, a tag; the one with several names is left out.
const TAGGED = /^(?!([a-z-]+\.)?docker\.io\/)[^/]*[.:][^/]*\/.+:[^/:]+$/
