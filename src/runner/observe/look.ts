import type { CriMethods } from '../../cri/client.ts'
import { CriError } from '../../cri/error.ts'
import type { MethodName } from '../../cri/gen/methods.ts'
import { ON_BY_DEFAULT } from '../../spec/minors.ts'

// A runtime in service has others to answer too.
const IN_FLIGHT = 4
const EVERY_RUNTIME_HAS = new Set(ON_BY_DEFAULT['1.23'])

/** What looks at a runtime have in common. */
export interface Looking {
  readonly cri: CriMethods
  /** Also the RPCs that a kubelet with default settings does not call. */
  readonly thorough: boolean
  /** Ids of all that was seen, by kind. */
  readonly seen: Readonly<Record<'pods' | 'containers' | 'images', Set<string>>>
  /** Told of a call that should have succeeded. */
  readonly failed: (error: CriError) => void
  /** RPCs that the runtime does not have, and need not. */
  readonly notOffered: Set<MethodName>
}

/**
 * Asks a runtime once for all that can be asked without changing anything. A call about something that is
 * gone by then is no failure.
 *
 * @throws CriError where the runtime does not answer in time, or is gone.
 */
export async function look(looking: Looking): Promise<void> {
  const { cri, seen, thorough } = looking
  const tried = <T>(call: () => Promise<T>, excused?: () => Promise<boolean>) =>
    attempt(looking, call, excused)

  await tried(() => cri.version({}))
  await tried(() => cri.status({}))
  await tried(() => cri.runtimeConfig({}))
  const pods = (await tried(() => cri.listPodSandbox({})))?.items ?? []
  const containers = (await tried(() => cri.listContainers({})))?.containers ?? []
  const images = (await tried(() => cri.listImages({})))?.images ?? []
  for (const { id } of pods) seen.pods.add(id)
  for (const { id } of containers) seen.containers.add(id)
  for (const { id } of images) seen.images.add(id)

  const podGone = (id: string) => async () =>
    (await cri.listPodSandbox({ filter: { id } })).items.length === 0
  const containerGone = (id: string) => async () =>
    (await cri.listContainers({ filter: { id } })).containers.length === 0
  const notRunning = (id: string) => async () => {
    const state = { state: 'CONTAINER_RUNNING' } as const
    return (await cri.listContainers({ filter: { id, state } })).containers.length === 0
  }
  // One task for each thing; `gone` tells whether a failure is excused.
  const each = (
    things: readonly { readonly id: string }[],
    call: (id: string) => Promise<unknown>,
    gone?: (id: string) => () => Promise<boolean>,
  ) =>
    things.map(
      ({ id }) =>
        () =>
          tried(() => call(id), gone?.(id)),
    )
  await inTurns([
    ...each(pods, (id) => cri.podSandboxStatus({ pod_sandbox_id: id }), podGone),
    ...each(containers, (id) => cri.containerStatus({ container_id: id }), containerGone),
    // One that is gone is answered without an image, not with an error.
    ...each(images, (id) => cri.imageStatus({ image: { image: id } })),
    () => tried(() => cri.listContainerStats({})),
    () => tried(() => cri.imageFsInfo({})),
  ])
  if (!thorough) return
  const ready = pods.filter(({ state }) => state === 'SANDBOX_READY')
  const running = containers.filter(({ state }) => state === 'CONTAINER_RUNNING')
  await inTurns([
    ...each(ready, (id) => cri.podSandboxStats({ pod_sandbox_id: id }), podGone),
    ...each(running, (id) => cri.containerStats({ container_id: id }), notRunning),
    () => tried(() => cri.listPodSandboxStats({})),
    () => tried(() => cri.listMetricDescriptors({})),
    () => tried(() => cri.listPodSandboxMetrics({})),
    () => tried(() => all(cri.streamPodSandboxes({}))),
    () => tried(() => all(cri.streamContainers({}))),
    () => tried(() => all(cri.streamContainerStats({}))),
    () => tried(() => all(cri.streamPodSandboxStats({}))),
    () => tried(() => all(cri.streamPodSandboxMetrics({}))),
    () => tried(() => all(cri.streamImages({}))),
  ])
}

async function attempt<T>(
  looking: Looking,
  call: () => Promise<T>,
  excused?: () => Promise<boolean>,
): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof CriError) || isLost(error)) throw error
    if (error.code === 'UNIMPLEMENTED' && !EVERY_RUNTIME_HAS.has(error.method)) {
      looking.notOffered.add(error.method)
      return undefined
    }
    const isExcused = excused !== undefined && (await attempt(looking, excused))
    if (!isExcused) looking.failed(error)
    return undefined
  }
}

// Every further call would wait as long, or fail as well.
function isLost({ source, code }: CriError): boolean {
  return source === 'client' || code === 'UNAVAILABLE'
}

async function all(answers: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of answers);
}

async function inTurns(tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const waiting = tasks.values()
  const worker = async () => {
    for (const task of waiting) await task()
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker))
}
