import type { MethodName } from '../cri/gen/methods.ts'

/** What a kubelet with default settings calls, from the minor on that first cannot do without it. */
export const ON_BY_DEFAULT: Readonly<Record<string, readonly MethodName[]>> = {
  '1.23': [
    'Version',
    'Status',
    'UpdateRuntimeConfig',
    'RunPodSandbox',
    'StopPodSandbox',
    'RemovePodSandbox',
    'PodSandboxStatus',
    'ListPodSandbox',
    'CreateContainer',
    'StartContainer',
    'StopContainer',
    'RemoveContainer',
    'ListContainers',
    'ContainerStatus',
    'UpdateContainerResources',
    'ReopenContainerLog',
    'ExecSync',
    'Exec',
    'Attach',
    'PortForward',
    'ContainerStats',
    'ListContainerStats',
    'ListImages',
    'ImageStatus',
    'PullImage',
    'RemoveImage',
    'ImageFsInfo',
  ],
  // KEP-4033: until then a kubelet falls back to its own setting of the cgroup driver.
  '1.36': ['RuntimeConfig'],
}

/** Every minor the catalogue speaks of, oldest first. */
export const MINORS: readonly string[] = Array.from({ length: 15 }, (_, index) => `1.${23 + index}`)
