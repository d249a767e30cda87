import { type CriConnection, connect } from '../cri/client.ts'
import { CriError } from '../cri/error.ts'
import type { StatusResponse, VersionResponse } from '../cri/gen/messages.ts'
import { CrivetError } from '../errors.ts'
import { RUN_LABEL } from '../scenario/labels.ts'
import { defaultHandler } from './default-handler.ts'

// A kubelet waits 10 s for Version before it calls the runtime unavailable.
const VERSION_DEADLINE_MS = 10_000

/** What a first look at a runtime shows. */
export interface ProbedTarget {
  readonly version: VersionResponse
  readonly status: StatusResponse
  readonly cgroupDriver: 'cgroupfs' | 'systemd'
  /** Of pods that name no handler; empty where the runtime does not tell. */
  readonly defaultHandler: string
  /** Ready pods that a kubelet made. */
  readonly kubeletPods: number
}

/** What a runtime says it is. */
export function runtimeOf({ version }: ProbedTarget) {
  return {
    name: version.runtime_name,
    version: version.runtime_version,
    apiVersion: version.runtime_api_version,
  }
}

/** Looks at a runtime before anything is made there; throws where it cannot be vetted. */
export async function probeTarget(
  endpoint: string,
  imageEndpoint: string | undefined,
  timeoutScale: number,
): Promise<ProbedTarget> {
  const connection = connect({
    endpoint,
    ...(imageEndpoint === undefined ? {} : { imageEndpoint }),
    deadlineScale: timeoutScale,
  })
  try {
    const version = await firstAnswer(connection, endpoint, VERSION_DEADLINE_MS * timeoutScale)
    const { cri } = connection
    let shown: Promise<StatusResponse> | undefined
    const verbosely = () => {
      shown ??= cri.status({ verbose: true })
      return shown
    }
    const [status, cgroupDriver, { items }] = await Promise.all([
      cri.status({}),
      readCgroupDriver(connection, verbosely),
      cri.listPodSandbox({ filter: { state: { state: 'SANDBOX_READY' } } }),
    ]).catch((cause: unknown) => {
      const what = cause instanceof Error ? cause.message : String(cause)
      throw new CrivetError('CRIVET_NOT_A_RUNTIME', `${endpoint} answers Version, but ${what}`, {
        hint: 'see the runtime’s own log; crivet needs Status and ListPodSandbox to begin',
        cause,
      })
    })
    const kubeletPods = items.filter(
      ({ labels, annotations }) =>
        labels[RUN_LABEL] === undefined && 'kubernetes.io/config.seen' in annotations,
    )
    return {
      version,
      status,
      cgroupDriver,
      defaultHandler: await defaultHandler(status, verbosely),
      kubeletPods: kubeletPods.length,
    }
  } finally {
    connection.close()
  }
}

async function firstAnswer(
  { cri }: CriConnection,
  endpoint: string,
  deadlineMs: number,
): Promise<VersionResponse> {
  try {
    return await cri.version({}, { deadlineMs })
  } catch (cause) {
    if (!(cause instanceof CriError)) throw cause
    if (cause.code === 'DEADLINE_EXCEEDED') {
      const time = `${Math.round(deadlineMs / 1000)} s`
      throw new CrivetError('CRIVET_UNRESPONSIVE', `${endpoint} did not answer within ${time}`, {
        hint: 'see whether the runtime is up: crictl --runtime-endpoint … version',
        cause,
      })
    }
    throw new CrivetError(
      'CRIVET_NOT_A_RUNTIME',
      `${endpoint} does not answer as a CRI v1 runtime: ${cause.message}`,
      {
        hint:
          cause.code === 'UNIMPLEMENTED'
            ? 'the CRI plugin may be switched off, or offer an older API than v1'
            : 'give the socket of a container runtime, such as unix:///run/containerd/containerd.sock',
        cause,
      },
    )
  }
}

async function readCgroupDriver(
  { cri }: CriConnection,
  verbosely: () => Promise<StatusResponse>,
): Promise<'cgroupfs' | 'systemd'> {
  try {
    const { linux } = await cri.runtimeConfig({})
    return linux?.cgroup_driver === 'SYSTEMD' ? 'systemd' : 'cgroupfs'
  } catch (error) {
    if (!(error instanceof CriError && error.code === 'UNIMPLEMENTED')) throw error
    // A runtime from before RuntimeConfig (containerd 1.x) shows its configuration when asked for more.
    const { info } = await verbosely()
    const systemd = Object.values(info).some((json) => /"SystemdCgroup":\s*true/.test(json))
    return systemd ? 'systemd' : 'cgroupfs'
  }
}
