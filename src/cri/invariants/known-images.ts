import type { Image } from '../gen/messages.ts'
import type { MethodName } from '../gen/methods.ts'
import { BoundedMap } from './bounded-map.ts'
import type { Call } from './call.ts'
import type { Span } from './span.ts'

const MOST_IMAGES = 1000

/** An image that this run pulled. */
export interface PulledImage {
  readonly id: string
  readonly span: Span
  readonly references: ReadonlySet<string>
}

/** Which images should be there, as far as pulls and removals tell. */
export class KnownImages {
  readonly #pulled = new BoundedMap<PulledImage>(MOST_IMAGES)
  readonly #users = new BoundedMap<{ readonly span: Span; readonly user: string }>(MOST_IMAGES)
  #changes = 0
  #underWay = 0

  /** Grows with every pull and removal; equal numbers mean that no image has changed in between. */
  get changes(): number {
    return this.#underWay > 0 ? Number.NaN : this.#changes
  }

  /** Images that were pulled, and that no call since can have removed or renamed. */
  get pulledImages(): Iterable<PulledImage> {
    return this.#pulled.values()
  }

  /** The user of an image as an earlier answer gave it. */
  user(id: string): { readonly span: Span; readonly user: string } | undefined {
    return this.#users.get(id)
  }

  begin(method: MethodName, request: unknown): void {
    if (method !== 'PullImage' && method !== 'RemoveImage') return
    this.#changes++
    this.#underWay++
    const reference = referenceIn(request)
    const known = [...this.#pulled.values()].filter(
      ({ id, references }) => bareId(reference) === id || references.has(reference),
    )
    // A reference of which nothing is known may be another name of any image.
    const uncertain = method === 'RemoveImage' && known.length === 0 ? this.#pulled.values() : known
    for (const { id } of [...uncertain]) this.#pulled.delete(id)
  }

  end(method: MethodName): void {
    if (method !== 'PullImage' && method !== 'RemoveImage') return
    this.#changes++
    this.#underWay = Math.max(0, this.#underWay - 1)
  }

  learn(call: Call): void {
    this.end(call.method)
    if (call.method === 'PullImage') this.#learnPulled(call)
    for (const image of call.images) {
      if (this.#users.has(image.id)) continue
      this.#users.set(image.id, { span: call.span, user: userOf(image) })
    }
  }

  #learnPulled({ request, response, span }: Call): void {
    const answered = String(response.image_ref ?? '')
    const id = bareId(answered)
    // Some runtimes answer a repository digest, which says nothing of the id.
    if (!ID.test(id)) return
    const references = new Set([referenceIn(request), ...(this.#pulled.get(id)?.references ?? [])])
    this.#pulled.set(id, { id, span, references })
  }
}

const ID = /^[0-9a-f]{64}$/

/** An image's id without the name of its digest, which runtimes write or leave out. */
export function bareId(id: string): string {
  return id.replace(/^sha256:/, '')
}

/** The user an image says its processes run as. */
export function userOf({ uid, username }: Image): string {
  return uid ? String(uid.value) : username
}

/** The image a request is about. */
export function referenceIn(request: unknown): string {
  const { image } = (request ?? {}) as { readonly image?: { readonly image?: string } | null }
  return image?.image ?? ''
}
