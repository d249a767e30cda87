import type { CallObserver, CallRecord } from '../cri/client.ts'
import { checkEndpoint } from '../cri/endpoint.ts'
import type { Downtimes } from './downtimes.ts'
import type { Target } from './target.ts'
import { TIMEOUTS } from './timeouts.ts'

const DIAL_AGAIN_MS = 200

/** Notices that a runtime is gone for good, so that a run ends with what is known instead of failing on. */
export class RuntimeWatch implements CallObserver {
  readonly #target: Target
  readonly #downtimes: Downtimes
  #looking: Promise<string | undefined> | undefined

  constructor(target: Target, downtimes: Downtimes) {
    this.#target = target
    this.#downtimes = downtimes
  }

  /** Why nothing more can be asked of the runtime; waits for a look that is under way. */
  async lost(): Promise<string | undefined> {
    return this.#looking
  }

  onEnd({ error }: CallRecord): void {
    if (error?.code !== 'UNAVAILABLE' || error.source !== 'runtime' || this.#looking) return
    if (this.#downtimes.isDown) return
    this.#looking = this.#look().then((why) => {
      // It is back: the next failure is looked into anew.
      if (why === undefined) this.#looking = undefined
      return why
    })
  }

  async #look(): Promise<string | undefined> {
    const { endpoint, timeoutScale } = this.#target
    const end = performance.now() + TIMEOUTS.runtimeBack * timeoutScale
    for (;;) {
      const why = await checkEndpoint(endpoint).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
      if (why === undefined || performance.now() > end) return why
      await new Promise((resolve) => setTimeout(resolve, DIAL_AGAIN_MS))
    }
  }
}
