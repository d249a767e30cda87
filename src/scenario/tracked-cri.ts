import type { CriMethods } from '../cri/client.ts'
import { CriError } from '../cri/error.ts'
import type { MethodName } from '../cri/gen/methods.ts'
import type { CleanupStack } from './cleanup-stack.ts'
import { RuntimeFault } from './runtime-fault.ts'

/**
 * The scenario's client: what it creates is registered for cleanup, what it removes is taken off again.
 * A pull is registered by the reference it was asked for.
 */
export function trackedCri(
  cri: CriMethods,
  undo: CriMethods,
  cleanup: CleanupStack,
  isShared: (reference: string) => boolean,
): CriMethods {
  const made = new Map<string, () => void>()
  const forget = (id: string | undefined) => {
    made.get(id ?? '')?.()
    made.delete(id ?? '')
  }
  const register = (id: string, what: string, action: () => Promise<void>) => {
    // The same object may be answered twice (a runtime may take a repeated request for the first).
    forget(id)
    made.set(id, cleanup.add(what, action))
  }
  return {
    ...cri,
    async runPodSandbox(request, options) {
      const answer = await cri.runPodSandbox(request, options)
      const pod_sandbox_id = usable('RunPodSandbox', answer.pod_sandbox_id)
      register(pod_sandbox_id, `remove pod ${pod_sandbox_id}`, () =>
        removePod(undo, pod_sandbox_id),
      )
      return answer
    },
    async removePodSandbox(request, options) {
      const answer = await cri.removePodSandbox(request, options)
      forget(request.pod_sandbox_id ?? undefined)
      return answer
    },
    async createContainer(request, options) {
      const answer = await cri.createContainer(request, options)
      const container_id = usable('CreateContainer', answer.container_id)
      register(container_id, `remove container ${container_id}`, () =>
        removeContainer(undo, container_id),
      )
      return answer
    },
    async removeContainer(request, options) {
      const answer = await cri.removeContainer(request, options)
      forget(request.container_id ?? undefined)
      return answer
    },
    async pullImage(request, options) {
      const answer = await cri.pullImage(request, options)
      const image = request.image?.image
      if (image && !isShared(image)) {
        register(image, `remove image ${image}`, async () => {
          await undo.removeImage({ image: { image: withoutSpareTag(image) } })
        })
      }
      usable('PullImage', answer.image_ref)
      return answer
    },
    async removeImage(request, options) {
      const answer = await cri.removeImage(request, options)
      forget(request.image?.image ?? undefined)
      return answer
    },
  }
}

// Paths are made of it, and it is sent with every call to come: mebibytes of it would fill the memory.
const LONGEST = 4096

function usable(method: MethodName, id: string): string {
  if (id.length > LONGEST) {
    throw new RuntimeFault(`${method} answered an id of ${id.length} characters`)
  }
  return id
}

// Where there is a digest the tag says nothing, and CRI-O removes no name that has both.
function withoutSpareTag(image: string): string {
  return image.replace(/:[^:/@]+@/, '@')
}

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
