/** Lets things go on side by side, but for those that must be alone. */
export class Turns {
  #running = 0
  #alone = false
  readonly #waiting: { readonly alone: boolean; readonly begin: () => void }[] = []

  /** Does something in its turn; nothing that came later overtakes one that waits to be alone. */
  async take<T>(alone: boolean, action: () => Promise<T>): Promise<T> {
    await new Promise<void>((begin) => {
      this.#waiting.push({ alone, begin })
      this.#next()
    })
    try {
      return await action()
    } finally {
      this.#running--
      this.#alone = false
      this.#next()
    }
  }

  #next(): void {
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      if (this.#alone || (first.alone && this.#running > 0)) return
      this.#waiting.shift()
      this.#running++
      this.#alone = first.alone
      first.begin()
    }
  }
}
