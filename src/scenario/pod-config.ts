import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { ContainerConfig, PodSandboxConfig } from '../cri/gen/messages.ts'
import type { Init } from '../cri/init.ts'
import { ownLabels, runNamespace } from './labels.ts'
import { merge } from './merge.ts'
import type { Scope } from './scope.ts'

/** A pod as a kubelet asks for it, with `overrides` laid over it. */
export function podConfig(scope: Scope, overrides?: Init<PodSandboxConfig>): PodRequest {
  const { target } = scope
  const name = `pod-${scope.key}-${scope.next()}`
  const namespace = runNamespace(target.runId)
  const uid = randomUUID()
  const base = {
    metadata: { name, namespace, uid, attempt: 0 },
    hostname: name,
    log_directory: join(target.stateDir, 'logs', `${namespace}_${name}_${uid}`),
    labels: {
      ...ownLabels(target, scope.key),
      'io.kubernetes.pod.name': name,
      'io.kubernetes.pod.namespace': namespace,
      'io.kubernetes.pod.uid': uid,
    },
    annotations: { 'crivet/made-by': 'crivet', 'kubernetes.io/config.source': 'api' },
    linux: {
      cgroup_parent: cgroupParent(scope, uid),
      security_context: { namespace_options: { pid: 'CONTAINER' as const } },
    },
  }
  return merge(base, overrides)
}

/** What `podConfig` always sets, so that handles need not ask whether it is there. */
export type PodRequest = Init<PodSandboxConfig> & {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string }
  readonly log_directory: string
}

// The paths Kubernetes masks and makes read-only in every container that is not privileged.
const MASKED_PATHS = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
]
const READONLY_PATHS = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger']

/** A container as a kubelet asks for it: the workload image, default paths, a log of its own. */
export function containerConfig(
  scope: Scope,
  pod: PodRequest,
  image: ImageInUse,
  overrides?: Init<ContainerConfig>,
): ContainerRequest {
  const name = `container-${scope.key}-${scope.next()}`
  const base = {
    metadata: { name, attempt: 0 },
    image: { image: image.id, user_specified_image: image.reference },
    log_path: `${name}/0.log`,
    labels: {
      ...ownLabels(scope.target, scope.key),
      'io.kubernetes.container.name': name,
      'io.kubernetes.pod.name': pod.metadata.name,
      'io.kubernetes.pod.namespace': pod.metadata.namespace,
      'io.kubernetes.pod.uid': pod.metadata.uid,
    },
    annotations: { 'io.kubernetes.container.restartCount': '0' },
    linux: {
      resources: { cpu_shares: 2, oom_score_adj: 1000 },
      security_context: {
        // A kubelet gives every container the pod's own.
        namespace_options: pod.linux?.security_context?.namespace_options ?? {
          pid: 'CONTAINER' as const,
        },
        masked_paths: MASKED_PATHS,
        readonly_paths: READONLY_PATHS,
      },
    },
  }
  return merge(base, overrides)
}

/** What `containerConfig` always sets. */
export type ContainerRequest = Init<ContainerConfig> & {
  readonly metadata: { readonly name: string }
}

/** An image as a kubelet passes it on: by the id that PullImage answered, and the name the user gave. */
export interface ImageInUse {
  readonly id: string
  readonly reference: string
}

function cgroupParent(scope: Scope, uid: string): string {
  const { cgroupDriver, runId } = scope.target
  if (cgroupDriver === 'systemd') {
    const run = `crivet_${runId}`
    return `/${run}.slice/${run}-pod${uid.replaceAll('-', '_')}.slice`
  }
  return `/crivet-${runId}/pod${uid}`
}
