import { faults, wrong } from '../fault.ts'
import { changesAnswer } from '../hooks.ts'
import { answersStale } from '../hooks-in-time.ts'

/** Faults in what is told of pods. */
export const POD_STATUS_FAULTS = faults({
  'pod.status.identity/no-uid': wrong(
    'answers metadata of a pod without the uid',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status?.metadata) status.metadata.uid = ''
    }),
  ),
  'pod.status.identity/attempt-lost': wrong(
    'answers attempt 0 whatever was given',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status?.metadata) status.metadata.attempt = 0
    }),
  ),
  'pod.status.created-at/seconds': wrong(
    'tells the time of a pod’s creation in seconds',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status) status.created_at /= 1_000_000_000n
    }),
  ),
  'pod.status.created-at/moves': wrong(
    'answers the present as the time of a pod’s creation',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status) status.created_at = BigInt(Date.now()) * 1_000_000n
    }),
  ),
  'pod.status.namespace-options/default': wrong(
    'reports default namespace modes whatever was asked for',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      const options = status?.linux?.namespaces?.options
      if (options) Object.assign(options, { network: 'POD', pid: 'POD', ipc: 'POD' })
    }),
  ),
  'pod.status.container-statuses/time-only': wrong(
    'answers a timestamp without the statuses of the containers',
    changesAnswer('PodSandboxStatus', (it) => {
      it.timestamp = BigInt(Date.now()) * 1_000_000n
      it.containers_statuses = []
    }),
  ),
  'pod.status.consistent-with-list/state': wrong(
    'lists stopped pods as ready',
    changesAnswer('ListPodSandbox', ({ items }) => {
      for (const it of items) it.state = 'SANDBOX_READY'
    }),
  ),
  'pod.status.consistent-with-list/list-labels': wrong(
    'lists pods without their annotations',
    changesAnswer('ListPodSandbox', ({ items }) => {
      for (const it of items) it.annotations = {}
    }),
  ),
  'pod.status.notready-when-sandbox-dies/stale': wrong(
    'answers the first status of a pod for ever',
    answersStale('PodSandboxStatus', ({ pod_sandbox_id }) => pod_sandbox_id),
  ),
})
