/** The times at which a scenario has the daemon down on purpose; harnesses on one runtime have them in common. */
export class Downtimes {
  #isDown = false
  #count = 0

  get isDown(): boolean {
    return this.#isDown
  }

  /** How often it was taken down: what was opened under another count is cut. */
  get count(): number {
    return this.#count
  }

  begin(): void {
    this.#isDown = true
    this.#count++
  }

  end(): void {
    this.#isDown = false
  }
}
