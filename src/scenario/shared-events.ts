import { createScope } from './create-scope.ts'
import type { Downtimes } from './downtimes.ts'
import { type Scope, withinScope } from './scope.ts'
import { type Subscription, subscribe } from './subscription.ts'

/**
 * One subscription for all scenarios: a runtime may give each event to one subscriber only (containerd 1.7
 * does), which is to be found out by the scenario about that.
 */
export class SharedEvents {
  readonly #downtimes: Downtimes
  #owner: Scope | undefined
  #subscription: Promise<Subscription> | undefined
  #openedAt = 0

  constructor(downtimes: Downtimes) {
    this.#downtimes = downtimes
  }

  /** The subscription; the first to ask has it opened. */
  async for({ harness, transcript }: Scope): Promise<Subscription> {
    // A restart ended it, as it ends every call.
    if (this.#openedAt !== this.#downtimes.count) await this.leave()
    this.#openedAt = this.#downtimes.count
    this.#owner ??= createScope(
      harness,
      `${harness.prefix}events`,
      new AbortController().signal,
      'shared events',
    )
    const owner = this.#owner
    this.#subscription ??= withinScope(owner, () => subscribe(owner))
    transcript.note('GetContainerEvents')
    return this.#subscription
  }

  /** Ends the subscription. */
  async leave(): Promise<void> {
    const [owner, subscription] = [this.#owner, this.#subscription]
    this.#owner = undefined
    this.#subscription = undefined
    await subscription?.catch(() => undefined)
    await owner?.cleanUp()
  }
}
