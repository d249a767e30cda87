import { type AnyCall, type CallHook, faults, Refusal, wrong } from '../fault.ts'
import { answersCode, changesRequest, refuses, swallowsErrors } from '../hooks.ts'

/** Faults in how calls are refused. */
export const GRPC_FAULTS = faults({
  'grpc.not-found-code/pod-unknown': wrong(
    'answers UNKNOWN for the status of a pod that is not there',
    answersCode('PodSandboxStatus', 'UNKNOWN', { of: 'NOT_FOUND' }),
  ),
  'grpc.not-found-code/container-unknown': wrong(
    'answers INTERNAL for the status of a container that is not there',
    answersCode('ContainerStatus', 'INTERNAL', { of: 'NOT_FOUND' }),
  ),
  'grpc.not-found-code-elsewhere/stats-unknown': wrong(
    'answers UNKNOWN for the stats of a container that is not there',
    answersCode('ContainerStats', 'UNKNOWN', { of: 'NOT_FOUND' }),
  ),
  'grpc.not-found-code-elsewhere/pod-unknown': wrong(
    'answers UNKNOWN for a container in a pod that is not there',
    answersCode('CreateContainer', 'UNKNOWN', { of: 'NOT_FOUND' }),
  ),
  'grpc.unix-socket-plaintext/credentials': wrong(
    'wants credentials for its images',
    refuses('ImageFsInfo', 'UNAUTHENTICATED'),
  ),
  'grpc.zero-value-config-no-crash/taken': wrong(
    'takes a pull of no image for done',
    swallowsErrors('PullImage', { image_ref: 'none' }, ({ image }) => !image?.image),
  ),
  'grpc.empty-id-rejected/some-pod': wrong(
    'takes an empty id for some pod',
    changesRequest('PodSandboxStatus', async (it, { runtime }) => {
      if (it.pod_sandbox_id !== '') return
      const { items } = await runtime.listPodSandbox({})
      it.pod_sandbox_id = items[0]?.id ?? ''
    }),
  ),
  'grpc.empty-id-rejected/some-container': wrong(
    'answers an empty status for an empty container id',
    swallowsErrors('ContainerStatus', {}, ({ container_id }) => container_id === ''),
  ),
  'grpc.cancelled-call-leaves-no-ghost/pod-name-kept': wrong(
    'keeps the name of a pod whose creation the client left',
    keepsName('RunPodSandbox'),
  ),
  'grpc.cancelled-call-leaves-no-ghost/container-name-kept': wrong(
    'keeps the name of a container whose creation the client left',
    keepsName('CreateContainer'),
  ),
})

function keepsName(method: 'RunPodSandbox' | 'CreateContainer'): CallHook {
  return {
    method,
    around: async ({ request, memory, signal, touch }: AnyCall, ask) => {
      const { config, pod_sandbox_id = '' } = request
      const name = JSON.stringify([pod_sandbox_id, config?.metadata])
      if (memory.has(name)) {
        touch()
        throw new Refusal('ALREADY_EXISTS', 'the name is reserved')
      }
      try {
        return await ask()
      } finally {
        if (signal.aborted) memory.set(name, true)
      }
    },
  }
}
