import type { CriMethods } from '../cri/client.ts'
import type { MethodName } from '../cri/gen/methods.ts'
import type { CleanupStack } from './cleanup-stack.ts'
import { isLeftOpen, podNameOf, removeLatePod } from './late-pod.ts'
import { removeContainer, removePod } from './removal.ts'
import { RuntimeFault } from './runtime-fault.ts'

/** What a tracked client rests on. */
export interface Tracking {
  /** For the cleanup: outlives the scenario's own. */
  readonly undo: CriMethods
  readonly cleanup: CleanupStack
  /** Ends the scenario's calls: those after it are not sent. */
  readonly signal: AbortSignal
  readonly timeoutScale: number
  readonly isShared: (reference: string) => boolean
}

/**
 * The scenario's client: what it creates is registered for cleanup, what it removes is taken off again.
 * A pull is registered by the reference it was asked for, a pod by its request until there is an answer.
 */
export function trackedCri(
  cri: CriMethods,
  { undo, cleanup, signal, timeoutScale, isShared }: Tracking,
): CriMethods {
  const made = new Map<string, () => void>()
  // Pods by their ids: where one is known there is no second of the same name.
  const named = new Map<string, string>()
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
      const name = podNameOf(request)
      if (signal.aborted || name === undefined) return cri.runPodSandbox(request, options)
      const expectLate = () => {
        if ([...named.values()].includes(name)) return
        const undoLate = () => removeLatePod(undo, request, timeoutScale)
        register(name, `remove what an unanswered RunPodSandbox made, ${name}`, undoLate)
      }
      expectLate()
      try {
        const answer = await cri.runPodSandbox(request, options)
        const pod_sandbox_id = usable('RunPodSandbox', answer.pod_sandbox_id)
        register(pod_sandbox_id, `remove pod ${pod_sandbox_id}`, () =>
          removePod(undo, pod_sandbox_id),
        )
        named.set(pod_sandbox_id, name)
        forget(name)
        return answer
      } catch (error) {
        if (isLeftOpen(error)) expectLate()
        else forget(name)
        throw error
      }
    },
    async removePodSandbox(request, options) {
      const answer = await cri.removePodSandbox(request, options)
      forget(request.pod_sandbox_id ?? undefined)
      named.delete(request.pod_sandbox_id ?? '')
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
