import type { ContainerEventResponse } from '../cri/gen/messages.ts'
import { expect } from './expect.ts'
import { removeContainer } from './removal.ts'
import { RuntimeFault } from './runtime-fault.ts'
import type { Scope } from './scope.ts'
import { preparing } from './setup-failure.ts'
import { eventually } from './waits.ts'

/** A stream of lifecycle events, open until its scope is cleaned up. */
export interface Subscription {
  /** What came so far, in the order of arrival; throws where the stream ended. */
  seen(): readonly ContainerEventResponse[]
  /** Ends it as a client that leaves does. */
  leave(): void
}

/** Subscribes, and waits until events of a container made for that are seen to arrive. */
export async function subscribe(scope: Scope): Promise<Subscription> {
  const subscription = open(scope)
  // Any of them will do: behind what a runtime kept for the next subscriber they come late.
  const made: string[] = []
  await preparing('GetContainerEvents', () =>
    eventually('event', async () => {
      // Nothing tells a client that its subscription is served but an event.
      const pod = await scope.harness.sharedPod.for(scope)
      const { id } = await pod.create('pause')
      made.push(id)
      await removeContainer(scope.cri, id)
      const told = subscription.seen().filter(({ container_id }) => made.includes(container_id))
      expect(told, 'events of a container').not.toEqual([])
    }),
  )
  return subscription
}

function open(scope: Scope): Subscription {
  const leaving = new AbortController()
  const seen: ContainerEventResponse[] = []
  let failure: unknown
  const read = async () => {
    const signal = AbortSignal.any([leaving.signal, scope.signal])
    for await (const event of scope.cri.getContainerEvents({}, { signal })) seen.push(event)
    throw new RuntimeFault('GetContainerEvents ended by itself')
  }
  const ended = read().catch((error: unknown) => {
    if (!leaving.signal.aborted) failure = error
  })
  const leave = () => leaving.abort()
  scope.cleanup.add('leave the stream of events', async () => {
    leave()
    await ended
  })
  return {
    seen() {
      if (failure) throw failure
      return seen
    },
    leave,
  }
}
