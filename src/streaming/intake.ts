/** What can stop reading from the network. */
export interface Pausable {
  pause(): unknown
  resume(): unknown
}

/** Stops reading while anyone holds it, so that a slow reader is felt by the server as TCP back-pressure. */
export class Intake {
  readonly #holders = new Set<object>()
  #source: Pausable | undefined

  attach(source: Pausable): void {
    this.#source = source
    if (this.#holders.size > 0) source.pause()
  }

  hold(holder: object): void {
    if (this.#holders.size === 0) this.#source?.pause()
    this.#holders.add(holder)
  }

  release(holder: object): void {
    if (this.#holders.delete(holder) && this.#holders.size === 0) this.#source?.resume()
  }
}
