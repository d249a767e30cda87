import type { CriMethods } from '../cri/client.ts'

/**
 * Keeps removals of images by one scenario apart from lists of images by another. A runtime whose list fails
 * while an image goes is found by the scenario about that, rather than by any that happens to list.
 */
export class ImageTraffic {
  readonly #listing = new Map<object, number>()
  readonly #removing = new Map<object, number>()
  #waiting: (() => void)[] = []

  /** The client of `who`, which waits for the others; what one client does at once is not held up. */
  client(cri: CriMethods, who: object): CriMethods {
    const listing = () => this.#enter(who, this.#listing, this.#removing)
    const removing = () => this.#enter(who, this.#removing, this.#listing)
    return {
      ...cri,
      listImages: (request, options) => during(listing(), () => cri.listImages(request, options)),
      async *streamImages(request, options) {
        const leave = await listing()
        try {
          yield* cri.streamImages(request, options)
        } finally {
          leave()
        }
      },
      removeImage: (request, options) =>
        during(removing(), () => cri.removeImage(request, options)),
    }
  }

  async #enter(
    who: object,
    own: Map<object, number>,
    others: ReadonlyMap<object, number>,
  ): Promise<() => void> {
    while ([...others.keys()].some((it) => it !== who)) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    own.set(who, (own.get(who) ?? 0) + 1)
    return () => {
      const left = (own.get(who) ?? 1) - 1
      if (left > 0) own.set(who, left)
      else own.delete(who)
      const waiting = this.#waiting
      this.#waiting = []
      for (const goOn of waiting) goOn()
    }
  }
}

async function during<T>(entering: Promise<() => void>, action: () => Promise<T>): Promise<T> {
  const leave = await entering
  try {
    return await action()
  } finally {
    leave()
  }
}
