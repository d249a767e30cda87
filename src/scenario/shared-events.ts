import { createScope } from './create-scope.ts'
import { type Scope, withinScope } from './scope.ts'
import { type Subscription, subscribe } from './subscription.ts'

/**
 * One subscription for all scenarios: a runtime may give each event to one subscriber only (containerd 1.7
 * does), which is to be found out by the scenario about that.
 */
export class SharedEvents {
  #owner: Scope | undefined
  #subscription: Promise<Subscription> | undefined

  /** The subscription; the first to ask has it opened. */
  async for({ harness, transcript }: Scope): Promise<Subscription> {
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
    await this.#subscription?.catch(() => undefined)
    await this.#owner?.cleanUp()
  }
}
