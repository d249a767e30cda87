import type {
  ContainerConfig,
  LinuxContainerResources,
  LinuxContainerSecurityContext,
  LinuxSandboxSecurityContext,
  NamespaceOption,
  PodSandboxConfig,
} from '../cri/gen/messages.ts'
import type { CallHook } from './fault.ts'
import { changesRequest } from './hooks.ts'

/** Containers are made from another config than was asked for. */
export function makesContainers(change: (config: ContainerConfig) => void): CallHook {
  return changesRequest('CreateContainer', ({ config }) => {
    if (config) change(config)
  })
}

/** Containers are made with another security context than was asked for. */
export function securesContainers(
  change: (context: LinuxContainerSecurityContext) => void,
): CallHook {
  return makesContainers(({ linux }) => {
    if (linux?.security_context) change(linux.security_context)
  })
}

/** Containers are made in other namespaces than were asked for. */
export function placesContainers(change: (options: NamespaceOption) => void): CallHook {
  return securesContainers(({ namespace_options }) => {
    if (namespace_options) change(namespace_options)
  })
}

/** Containers are made with other resources than were asked for. */
export function limitsContainers(change: (resources: LinuxContainerResources) => void): CallHook {
  return makesContainers(({ linux }) => {
    if (linux?.resources) change(linux.resources)
  })
}

/** Pods are run from another config than was asked for. */
export function runsPods(change: (config: PodSandboxConfig) => void): CallHook {
  return changesRequest('RunPodSandbox', ({ config }) => {
    if (config) change(config)
  })
}

/** Pods are run with another security context than was asked for. */
export function securesPods(change: (context: LinuxSandboxSecurityContext) => void): CallHook {
  return runsPods(({ linux }) => {
    if (linux?.security_context) change(linux.security_context)
  })
}
