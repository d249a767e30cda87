import type { CriMethods } from '../cri/client.ts'
import { CriError } from '../cri/error.ts'

/** Ends and removes a container, whatever state it is in. */
export async function removeContainer(cri: CriMethods, container_id: string): Promise<void> {
  // Grace 0 first: a runtime may take what is left of the deadline of a removal as a grace period.
  await ifThere(cri.stopContainer({ container_id, timeout: 0 }))
  await ifThere(cri.removeContainer({ container_id }))
}

/** Stops and removes a pod. */
export async function removePod(cri: CriMethods, pod_sandbox_id: string): Promise<void> {
  await ifThere(cri.stopPodSandbox({ pod_sandbox_id }))
  await ifThere(cri.removePodSandbox({ pod_sandbox_id }))
}

async function ifThere(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    // Gone is what cleanup wants; which code a runtime answers is for a scenario to judge.
    if (!(error instanceof CriError && error.code === 'NOT_FOUND')) throw error
  }
}
