import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { type CriMethods, connect } from '../../src/cri/client.ts'
import { reference } from '../../src/registry/reference.ts'
import { type Registry, startRegistry } from '../../src/registry/registry.ts'
import { type Launch, launch } from '../runtimes/launching.ts'

/** A containerd that no crivet under test launched, with objects of somebody else on it. */
export interface ForeignRuntime extends Launch {
  readonly cri: CriMethods
  readonly objects: ForeignObjects
  /** Pods, containers and images there now, apart from `objects`. */
  others(): Promise<readonly string[]>
  /** Waits until a container that is not of `objects` runs, while that process lives. */
  othersRun(crivet: ChildProcess): Promise<void>
}

/** What was there before crivet came. */
export interface ForeignObjects {
  readonly podId: string
  /** The first runs, the second was never started. */
  readonly containerIds: readonly [string, string]
  readonly image: string
  /** Everything a client sees of them, to compare. */
  look(): Promise<unknown>
}

// In no form of a run's id: `crivet cleanup` must take its images for somebody else's.
const RUN_ID = 'of-others'
const POLL_MS = 20

/** Launches a containerd by itself and puts a pod, two containers and an image of others on it. */
export async function foreignRuntime(binary?: string): Promise<ForeignRuntime> {
  const registry = await startRegistry({ runId: RUN_ID })
  onTestFinished(() => registry.close())
  const launched = await launch({
    ...(binary === undefined ? {} : { binary }),
    pauseImage: reference({ host: registry.host, runId: RUN_ID, name: 'pause' }),
    registry,
  })
  const { cri, close } = connect({ endpoint: launched.runtime.endpoint })
  onTestFinished(close)
  const objects = await putObjects(cri, registry, launched)
  const before = new Set(await listAll(cri))
  const others = async () => (await listAll(cri)).filter((it) => !before.has(it))
  const othersRun = async (child: ChildProcess) => {
    for (;;) {
      const { containers } = await cri.listContainers({
        filter: { state: { state: 'CONTAINER_RUNNING' } },
      })
      if (containers.some(({ id }) => !objects.containerIds.includes(id))) return
      if (child.exitCode !== null) throw new Error('crivet ended before a container ran')
      await pause(POLL_MS)
    }
  }
  return { ...launched, cri, objects, others, othersRun }
}

/** Pods with a container each, and an image that comes and goes, until told to stop; answers how many. */
export async function churn(
  { cri, objects, stateDir, runId }: ForeignRuntime,
  signal: AbortSignal,
): Promise<number> {
  let round = 0
  for (; !signal.aborted; round++) {
    const config = {
      metadata: { name: `churn-${round}`, uid: `churn-${round}`, namespace: 'default', attempt: 0 },
      log_directory: stateDir,
      linux: { cgroup_parent: `/crivet-${runId}/churn` },
    }
    const image = objects.image.replace(/workload:v1$/, `labels:churn-${round}`)
    await cri.pullImage({ image: { image } })
    const { pod_sandbox_id } = await cri.runPodSandbox({ config })
    const { container_id } = await cri.createContainer({
      pod_sandbox_id,
      config: { metadata: { name: 'churn' }, image: { image: objects.image }, log_path: 'churn' },
      sandbox_config: config,
    })
    await cri.startContainer({ container_id })
    await cri.stopPodSandbox({ pod_sandbox_id })
    await cri.removePodSandbox({ pod_sandbox_id })
    await cri.removeImage({ image: { image } })
  }
  return round
}

async function putObjects(cri: CriMethods, registry: Registry, { runId, stateDir }: Launch) {
  const image = reference({ host: registry.host, runId: RUN_ID, name: 'workload' })
  await cri.pullImage({ image: { image } })
  const pod = {
    metadata: { name: 'theirs', uid: 'theirs', namespace: 'default', attempt: 0 },
    labels: { app: 'theirs', 'io.kubernetes.pod.name': 'theirs' },
    log_directory: join(stateDir, 'logs', 'theirs'),
    linux: { cgroup_parent: `/crivet-${runId}/theirs` },
  }
  const { pod_sandbox_id: podId } = await cri.runPodSandbox({ config: pod })
  const create = async (name: string) => {
    const { container_id } = await cri.createContainer({
      pod_sandbox_id: podId,
      config: { metadata: { name }, image: { image }, labels: { app: 'theirs' }, log_path: name },
      sandbox_config: pod,
    })
    return container_id
  }
  const containerIds = [await create('running'), await create('created')] as const
  await cri.startContainer({ container_id: containerIds[0] })
  const look = async () => [
    await cri.podSandboxStatus({ pod_sandbox_id: podId }),
    ...(await Promise.all(
      containerIds.map((container_id) => cri.containerStatus({ container_id })),
    )),
    await cri.imageStatus({ image: { image } }),
  ]
  return { podId, containerIds, image, look }
}

async function listAll(cri: CriMethods): Promise<readonly string[]> {
  const [{ items }, { containers }, { images }] = await Promise.all([
    cri.listPodSandbox({}),
    cri.listContainers({}),
    cri.listImages({}),
  ])
  return [
    ...items.map(({ id }) => `pod ${id}`),
    ...containers.map(({ id }) => `container ${id}`),
    ...images.flatMap(({ id, repo_tags, repo_digests }) =>
      [id, ...repo_tags, ...repo_digests].map((name) => `image ${name}`),
    ),
  ].sort()
}
