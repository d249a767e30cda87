import { faults, Refusal, wrong } from '../fault.ts'
import { changesAnswer, pretends, swallowsErrors } from '../hooks.ts'
import { failsTheSecondTime } from '../hooks-in-time.ts'

/** Faults in stopping and removing pods. */
export const POD_STOP_FAULTS = faults({
  'pod.stop.kills-containers/nothing-done': wrong(
    'answers that a pod is stopped and does nothing',
    pretends('StopPodSandbox', {}),
  ),
  'pod.stop.state-notready/still-ready': wrong(
    'calls stopped pods ready',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status) status.state = 'SANDBOX_READY'
    }),
  ),
  'pod.stop.state-notready/removed': wrong(
    'removes a pod that is stopped',
    changesAnswer('StopPodSandbox', async (_, { request, runtime, touch }) => {
      await runtime.removePodSandbox({ pod_sandbox_id: request.pod_sandbox_id })
      touch()
    }),
  ),
  'pod.stop.idempotent/second-fails': wrong(
    'fails to stop a pod that is stopped',
    failsTheSecondTime('StopPodSandbox', 'FAILED_PRECONDITION', (it) => it.pod_sandbox_id),
  ),
  'pod.stop.idempotent/gone-fails': wrong('fails to stop a pod that is gone', {
    method: 'StopPodSandbox',
    around: async ({ request, runtime }, ask) => {
      const { items } = await runtime.listPodSandbox({ filter: { id: request.pod_sandbox_id } })
      if (items.length === 0) throw new Refusal('NOT_FOUND', 'no such pod')
      return ask()
    },
  }),
  'pod.stop.no-start-afterwards/allowed': wrong(
    'takes the start of a container in a stopped pod for done',
    swallowsErrors('CreateContainer', { container_id: 'f'.repeat(64) }),
    swallowsErrors('StartContainer', {}),
  ),
  'pod.stop.stopped-containers-keep-result/lost': wrong(
    'answers exit code 137 for all containers of a stopped pod',
    changesAnswer('StopPodSandbox', (_, { memory }) => {
      memory.set('stopped', true)
    }),
    changesAnswer('ContainerStatus', ({ status }, { memory }) => {
      if (memory.has('stopped') && status?.state === 'CONTAINER_EXITED') status.exit_code = 137
    }),
  ),
  'pod.stop.after-resources-vanished/fails': wrong(
    'fails to stop a pod that is not ready any more',
    {
      method: 'StopPodSandbox',
      around: async ({ request, runtime }, ask) => {
        const { items } = await runtime.listPodSandbox({ filter: { id: request.pod_sandbox_id } })
        if (items[0]?.state === 'SANDBOX_NOTREADY') throw new Refusal('UNKNOWN', 'netns is gone')
        return ask()
      },
    },
  ),
  'pod.remove.gone/nothing-done': wrong(
    'answers that a pod is removed and does nothing',
    pretends('RemovePodSandbox', {}),
  ),
  'pod.remove.gone/status-answers': wrong(
    'answers an empty status for a pod that is not there',
    swallowsErrors('PodSandboxStatus', {}),
  ),
  'pod.remove.kills-containers/running-refused': wrong(
    'refuses to remove a pod that was not stopped',
    {
      method: 'RemovePodSandbox',
      around: async ({ request, runtime }, ask) => {
        const { items } = await runtime.listPodSandbox({ filter: { id: request.pod_sandbox_id } })
        if (items[0]?.state === 'SANDBOX_READY')
          throw new Refusal('FAILED_PRECONDITION', 'it is ready')
        return ask()
      },
    },
  ),
  'pod.remove.idempotent/second-fails': wrong(
    'fails to remove a pod that is gone',
    failsTheSecondTime('RemovePodSandbox', 'NOT_FOUND', (it) => it.pod_sandbox_id),
  ),
})
