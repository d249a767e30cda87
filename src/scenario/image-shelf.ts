import type { CriMethods } from '../cri/client.ts'
import { CrivetError } from '../errors.ts'
import { pushedReference, reference } from '../registry/reference.ts'
import { recordPull } from '../runtimes/pulled-images.ts'
import type { ImageInUse } from './pod-config.ts'
import { preparing } from './setup-failure.ts'
import type { Target } from './target.ts'

/** The test images that scenarios share: each is pulled once, when first asked for. */
export class ImageShelf {
  readonly #cri: CriMethods
  readonly #target: Target
  readonly #pulls = new Map<string, Promise<ImageInUse>>()
  readonly #pulled = new Set<string>()

  constructor(cri: CriMethods, target: Target) {
    this.#cri = cri
    this.#target = target
  }

  /** The reference under which all scenarios pull an image of the catalogue. */
  reference(name: string): string {
    const { otherRegistry, registryHost: host, runId } = this.#target
    return otherRegistry === undefined
      ? reference({ host, runId, name })
      : pushedReference(otherRegistry, name)
  }

  /** An image for looking at and running; scenarios never remove it. */
  shared(name: string): Promise<ImageInUse> {
    const known = this.#pulls.get(name)
    if (known) return known
    const image = this.reference(name)
    const pull = preparing('PullImage', async () => {
      const id = await (this.#target.otherRegistry === undefined
        ? this.#pull(image)
        : this.#fromElsewhere(image))
      return { id, reference: image }
    })
    this.#pulls.set(name, pull)
    return pull
  }

  // What somebody put there before the run is used as it is, and stays. Whether a pull fails by the runtime or by a
  // registry that is not ours cannot be told.
  async #fromElsewhere(image: string): Promise<string> {
    const { image: before } = await this.#cri.imageStatus({ image: { image } })
    if (before) return before.id
    const { stateDir, endpoint, imageEndpoint = endpoint } = this.#target
    recordPull(stateDir, { endpoint: imageEndpoint, image })
    return this.#pull(image).catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new CrivetError('CRIVET_REGISTRY', `${image} cannot be had: ${why}`, { cause })
    })
  }

  async #pull(image: string): Promise<string> {
    const { image_ref } = await this.#cri.pullImage({
      image: { image, user_specified_image: image },
    })
    this.#pulled.add(image)
    return image_ref
  }

  /** Whether the reference is one of those on the shelf. */
  isShared(image: string): boolean {
    return [...this.#pulls.keys()].some((name) => this.reference(name) === image)
  }

  /** Removes all that was pulled; answers what could not be removed. */
  async removeAll(): Promise<readonly string[]> {
    const left: string[] = []
    await Promise.allSettled(this.#pulls.values())
    for (const image of this.#pulled) {
      try {
        await this.#cri.removeImage({ image: { image } })
      } catch (error) {
        left.push(`image ${image}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    this.#pulls.clear()
    this.#pulled.clear()
    return left
  }
}
