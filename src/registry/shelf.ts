import { type Blob, type BuiltImage, buildImage } from '../../fixtures/images/build-image.ts'
import { findRecipe } from '../../fixtures/images/catalogue.ts'
import type { Repository } from './reference.ts'

/** The images of one run, made when asked for; which tag leads where. */
export class Shelf {
  readonly #images = new Map<string, BuiltImage>()
  readonly #moves = new Map<string, Map<string, string>>()
  readonly #runId: string

  constructor(runId: string) {
    this.#runId = runId
  }

  /** The image that a tag of the repository leads to; none for an unknown name. */
  image(repository: Repository, tag = ''): BuiltImage | undefined {
    const nonce = this.#moves.get(repository.repository)?.get(tag) ?? repository.nonce
    return this.#build(repository.name, nonce)
  }

  /** The blob of that digest, if an image of the repository has it. */
  blob(repository: Repository, digest: string): Blob | undefined {
    const moved = this.#moves.get(repository.repository)?.values() ?? []
    for (const nonce of new Set([repository.nonce, ...moved])) {
      const blob = this.#build(repository.name, nonce)?.blobs.get(digest)
      if (blob) return blob
    }
    return undefined
  }

  /** Lets a tag lead to the image with another nonce from now on. */
  move({ repository }: Repository, tag: string, nonce: string): void {
    const moves = this.#moves.get(repository) ?? new Map<string, string>()
    this.#moves.set(repository, moves.set(tag, nonce))
  }

  #build(name: string, nonce: string): BuiltImage | undefined {
    const key = `${name}/${nonce}`
    const recipe = findRecipe(name)
    if (!recipe) return undefined
    const image = this.#images.get(key) ?? buildImage(recipe, { name, nonce, runId: this.#runId })
    // Taken out and put in again: the first in the map is the one that was not used for longest.
    this.#images.delete(key)
    this.#images.set(key, image)
    this.#forgetOldest()
    return image
  }

  #forgetOldest(): void {
    let total = [...this.#images.values()].reduce((sum, image) => sum + ownBytes(image), 0)
    for (const [key, image] of this.#images) {
      if (total <= MAX_OWN_BYTES || this.#images.size === 1) return
      total -= ownBytes(image)
      this.#images.delete(key)
    }
  }
}

// An image that was forgotten is built again when it is asked for.
const MAX_OWN_BYTES = 192 * 1024 * 1024

// The base layer is one for all.
function ownBytes({ blobs }: BuiltImage): number {
  return [...blobs.values()].reduce((sum, { kind, size }) => sum + (kind === 'base' ? 0 : size), 0)
}
