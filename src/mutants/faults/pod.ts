import { faults, wrong } from '../fault.ts'
import {
  changesAnswer,
  changesRequest,
  failsAfterwards,
  pretends,
  refuses,
  swallowsErrors,
} from '../hooks.ts'
import { hangsOnce } from '../hooks-in-time.ts'

/** Faults in running pods. */
export const POD_FAULTS = faults({
  'pod.run.returns-id/no-id': wrong(
    'runs a pod and answers no id',
    changesAnswer('RunPodSandbox', (it) => {
      it.pod_sandbox_id = ''
    }),
  ),
  'pod.run.returns-id/shortened': wrong(
    'answers an id of which nothing is known',
    changesAnswer('RunPodSandbox', (it) => {
      it.pod_sandbox_id = `x${it.pod_sandbox_id.slice(1)}`
    }),
  ),
  'pod.run.ready-on-return/nothing-done': wrong(
    'answers that a pod runs and runs none',
    pretends('RunPodSandbox', { pod_sandbox_id: 'f'.repeat(64) }),
  ),
  'pod.run.ready-on-return/stopped': wrong(
    'stops a pod that it has just run',
    changesAnswer('RunPodSandbox', async ({ pod_sandbox_id }, { runtime, touch }) => {
      await runtime.stopPodSandbox({ pod_sandbox_id })
      touch()
    }),
  ),
  'pod.run.config-required/swallowed': wrong(
    'takes a request without a config',
    swallowsErrors(
      'RunPodSandbox',
      { pod_sandbox_id: 'f'.repeat(64) },
      ({ config }) => !config?.metadata,
    ),
  ),
  'pod.run.metadata-fields-required/hangs': wrong(
    'does not answer where metadata lacks a name',
    hangsOnce('RunPodSandbox', ({ config }) => config?.metadata?.name === ''),
  ),
  'pod.run.handler.unknown-rejected/ignored': wrong(
    'takes the default handler for one that it does not know',
    changesRequest('RunPodSandbox', (it) => {
      it.runtime_handler = ''
    }),
  ),
  'pod.run.handler.reported/other': wrong(
    'reports another handler than the pod was run with',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status) status.runtime_handler = `${status.runtime_handler}-x`
    }),
  ),
  'pod.run.handler.other-reported/never': wrong(
    'tells of no pod which handler it was run with',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status) status.runtime_handler = ''
    }),
  ),
  'pod.run.duplicate-metadata-refused/second-made': wrong(
    'runs the same pod twice under two ids',
    changesRequest('RunPodSandbox', ({ config }, { memory }) => {
      const name = JSON.stringify(config?.metadata)
      if (memory.has(name) && config?.metadata) config.metadata.attempt += 1000
      memory.set(name, true)
    }),
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status?.metadata && status.metadata.attempt >= 1000) status.metadata.attempt -= 1000
    }),
    changesAnswer('ListPodSandbox', ({ items }) => {
      for (const { metadata } of items)
        if (metadata && metadata.attempt >= 1000) metadata.attempt -= 1000
    }),
  ),
  'pod.run.new-attempt-allowed/refused': wrong(
    'refuses a pod of which there was another attempt',
    refuses('RunPodSandbox', 'ALREADY_EXISTS', ({ config }, { memory }) => {
      const uid = `uid ${config?.metadata?.uid}`
      const known = memory.has(uid)
      memory.set(uid, true)
      return known
    }),
  ),
  'pod.run.same-name-other-uid/refused': wrong(
    'refuses a pod with the name of another',
    refuses('RunPodSandbox', 'ALREADY_EXISTS', ({ config }, { memory }) => {
      const name = `name ${config?.metadata?.namespace}/${config?.metadata?.name}`
      const known = memory.has(name)
      memory.set(name, true)
      return known
    }),
  ),
  'pod.run.longest-names/refused': wrong(
    'refuses names longer than 100 characters',
    refuses(
      'RunPodSandbox',
      'INVALID_ARGUMENT',
      ({ config }) => (config?.metadata?.name.length ?? 0) > 100,
    ),
  ),
  'pod.run.failure-leaves-nothing/pod-stays': wrong(
    'answers an error for a pod that it ran',
    failsAfterwards('RunPodSandbox', 'UNKNOWN'),
  ),
})
