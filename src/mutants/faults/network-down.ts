import type { PodSandboxConfig } from '../../cri/gen/messages.ts'
import { runsPods } from '../config-hooks.ts'
import { type CallHook, faults, Refusal, wrong } from '../fault.ts'
import { changesAnswer, refuses } from '../hooks.ts'

/** Faults that show where the network of pods is broken, or its plugins are looked at. */
export const NETWORK_DOWN_FAULTS = faults({
  'status.network-not-ready/always-ready': wrong(
    'calls the network ready whatever it is',
    changesAnswer('Status', ({ status }) => {
      for (const it of status?.conditions ?? []) if (it.type === 'NetworkReady') it.status = true
    }),
  ),
  'status.network-not-ready/never-again': wrong(
    'never calls the network ready again',
    changesAnswer('Status', ({ status }, { memory }) => {
      const condition = status?.conditions.find(({ type }) => type === 'NetworkReady')
      if (condition?.status === false) memory.set('down', true)
      if (condition && memory.has('down')) condition.status = false
    }),
  ),
  'status.network-not-ready/starts-all-the-same': wrong(
    'runs pods on the host network where there is no other',
    onHostNetwork(),
  ),
  'status.network-not-ready/host-network-refused': wrong(
    'refuses pods on the host network while there is no other',
    {
      method: 'RunPodSandbox',
      around: async ({ runtime }, ask) => {
        const { status } = await runtime.status({})
        const ready = status?.conditions.every((it) => it.type !== 'NetworkReady' || it.status)
        if (!ready) throw new Refusal('UNAVAILABLE', 'the network is not ready')
        return ask()
      },
    },
  ),
  'status.false-condition-explained/no-reason': wrong(
    'gives no reason for a condition',
    changesAnswer('Status', ({ status }) => {
      for (const it of status?.conditions ?? []) it.reason = ''
    }),
  ),
  'status.false-condition-explained/no-message': wrong(
    'says nothing of a condition',
    changesAnswer('Status', ({ status }) => {
      for (const it of status?.conditions ?? []) it.message = ''
    }),
  ),
  'pod.network.cni-args/other-uid': wrong(
    'calls network plugins with another uid than the pod has',
    runsPods(({ metadata }) => {
      if (metadata) metadata.uid = `other-${metadata.uid}`
    }),
  ),
  'pod.network.cni-args/other-namespace': wrong(
    'calls network plugins with the namespace default for all pods',
    runsPods(({ metadata }) => {
      if (metadata) metadata.namespace = 'default'
    }),
  ),
  'pod.run.network-failure-rolled-back/pod-without-network': wrong(
    'runs a pod on the host network when the plugin fails',
    onHostNetwork(),
  ),
  'pod.run.network-failure-rolled-back/name-kept': wrong(
    'keeps the name of a pod that got no network',
    {
      method: 'RunPodSandbox',
      around: async ({ memory, request }, ask) => {
        const name = request.config?.metadata?.name ?? ''
        if (memory.has(name)) throw new Refusal('ALREADY_EXISTS', `${name} is reserved`)
        try {
          return await ask()
        } catch (error) {
          memory.set(name, true)
          throw error
        }
      },
    },
  ),
  'pod.stop.network-teardown-failure/removed': wrong(
    'lists no pods that could not be stopped',
    {
      method: 'StopPodSandbox',
      around: async ({ memory, request }, ask) => {
        try {
          return await ask()
        } catch (error) {
          memory.set(request.pod_sandbox_id, true)
          throw error
        }
      },
    },
    changesAnswer('ListPodSandbox', (it, { memory }) => {
      it.items = it.items.filter(({ id }) => !memory.has(id))
    }),
  ),
  'pod.stop.network-teardown-failure/stuck': wrong(
    'never stops a pod that once could not be stopped',
    {
      method: 'StopPodSandbox',
      around: async ({ memory, request }, ask) => {
        if (memory.has(request.pod_sandbox_id)) throw new Refusal('UNKNOWN', 'it failed before')
        try {
          return await ask()
        } catch (error) {
          memory.set(request.pod_sandbox_id, true)
          throw error
        }
      },
    },
    refuses('RemovePodSandbox', 'UNKNOWN', ({ pod_sandbox_id }, { memory }) =>
      memory.has(pod_sandbox_id),
    ),
  ),
})

// Tries again without a network of the pod's own.
function onHostNetwork(): CallHook {
  return {
    method: 'RunPodSandbox',
    around: async ({ request, runtime }, ask) => {
      try {
        return await ask()
      } catch {
        const { runtime_handler } = request
        return runtime.runPodSandbox({ config: withHostNetwork(request.config), runtime_handler })
      }
    },
  }
}

function withHostNetwork(config: PodSandboxConfig): PodSandboxConfig {
  const options = config.linux?.security_context?.namespace_options
  if (options) options.network = 'NODE'
  config.hostname = ''
  return config
}
