import { createScope } from './create-scope.ts'
import { PodHandle, runPod } from './handles/pod.ts'
import type { Harness } from './harness.ts'
import { type Scope, withinScope } from './scope.ts'

/** The pod for scenarios that need a place for containers and nothing of the pod itself. */
export class SharedPod {
  #owner: Scope | undefined
  #pod: Promise<PodHandle> | undefined

  /** A handle on the pod for one scenario; the first to ask has it started. */
  async for(scope: Scope): Promise<PodHandle> {
    this.#pod ??= this.#start(scope.harness)
    const { id, config } = await this.#pod
    scope.groundwork.push(...(this.#owner?.transcript.records ?? []))
    return new PodHandle(scope, id, config)
  }

  /** Removes the pod; answers what could not be removed. */
  async remove(): Promise<readonly string[]> {
    await this.#pod?.catch(() => undefined)
    return (await this.#owner?.cleanUp()) ?? []
  }

  #start(harness: Harness): Promise<PodHandle> {
    const key = `${harness.prefix}shared`
    const scope = createScope(harness, key, new AbortController().signal, 'shared pod')
    this.#owner = scope
    return withinScope(scope, () => runPod(scope))
  }
}
