import { setTimeout as delay } from 'node:timers/promises'
import type { CriMethods } from '../cri/client.ts'
import { CriError } from '../cri/error.ts'

/** Ends and removes a container, whatever state it is in. */
export async function removeContainer(cri: CriMethods, container_id: string): Promise<void> {
  // Grace 0 first: a runtime may take what is left of the deadline of a removal as a grace period.
  await ifThere(cri.stopContainer({ container_id, timeout: 0 }))
  await untilEnded(cri, container_id)
  await ifThere(cri.removeContainer({ container_id }))
}

/** Stops and removes a pod. */
export async function removePod(cri: CriMethods, pod_sandbox_id: string): Promise<void> {
  await ifThere(cri.stopPodSandbox({ pod_sandbox_id }))
  await ifThere(cri.removePodSandbox({ pod_sandbox_id }))
}

const LOOKS = 50
const BETWEEN_LOOKS_MS = 20
const STATUS = { deadlineMs: 5_000 }

// A kubelet removes what is not said to run. One that still is after its stop is told by an invariant.
async function untilEnded(cri: CriMethods, container_id: string): Promise<void> {
  try {
    for (let look = 0; look < LOOKS; look++) {
      const { status } = await cri.containerStatus({ container_id }, STATUS)
      if (status?.state !== 'CONTAINER_RUNNING') return
      await delay(BETWEEN_LOOKS_MS)
    }
  } catch (error) {
    // Without an answer the removal is tried all the same, and says what it has to say.
    if (!(error instanceof CriError)) throw error
  }
}

async function ifThere(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    // Gone is what cleanup wants; which code a runtime answers is for a scenario to judge.
    if (!(error instanceof CriError && error.code === 'NOT_FOUND')) throw error
  }
}
