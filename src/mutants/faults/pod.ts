import { runsPods, securesPods } from '../config-hooks.ts'
import { faults, Refusal, wrong } from '../fault.ts'
import {
  answersCode,
  answersStale,
  changesAnswer,
  changesRequest,
  failsAfterwards,
  failsTheSecondTime,
  hangsOnce,
  pretends,
  refuses,
  swallowsErrors,
} from '../hooks.ts'

/** Faults in the life of pods. */
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
  'pod.run.hostname/ignored': wrong(
    'gives pods a hostname of its own',
    runsPods((it) => {
      if (it.hostname) it.hostname = 'localhost'
    }),
  ),
  'pod.run.hostname/cut': wrong(
    'cuts hostnames at 32 characters',
    runsPods((it) => {
      it.hostname = it.hostname.slice(0, 32)
    }),
  ),
  'pod.run.dns.resolv-conf/servers-reordered': wrong(
    'writes the name servers in another order',
    runsPods(({ dns_config }) => {
      dns_config?.servers.reverse()
    }),
  ),
  'pod.run.dns.resolv-conf/options-dropped': wrong(
    'drops the options of a DNS config',
    runsPods(({ dns_config }) => {
      if (dns_config) dns_config.options = []
    }),
  ),
  'pod.run.dns.resolv-conf/ignored': wrong(
    'gives every pod the DNS config of the host',
    runsPods((it) => {
      it.dns_config = null
    }),
  ),
  'pod.run.dns.host-network/ignored': wrong(
    'gives pods on the host network the DNS config of the host',
    runsPods((it) => {
      const { network } = it.linux?.security_context?.namespace_options ?? {}
      if (network === 'NODE') it.dns_config = null
    }),
  ),
  'pod.run.dns.many-searches/cut': wrong(
    'writes six search domains at most',
    runsPods(({ dns_config }) => {
      if (dns_config) dns_config.searches = dns_config.searches.slice(0, 6)
    }),
  ),
  'pod.run.labels-round-trip/empty-lost': wrong(
    'loses labels with an empty value',
    runsPods((it) => {
      it.labels = Object.fromEntries(Object.entries(it.labels).filter(([, value]) => value !== ''))
    }),
  ),
  'pod.run.labels-round-trip/status-only': wrong(
    'answers no labels in the status of a pod',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status) status.labels = {}
    }),
  ),
  'pod.run.labels-nothing-added/adds-one': wrong(
    'adds a label of its own',
    runsPods((it) => {
      it.labels['io.runtime/own'] = 'true'
    }),
  ),
  'pod.run.annotations-unaltered/trimmed': wrong(
    'trims the values of annotations',
    runsPods((it) => {
      for (const [key, value] of Object.entries(it.annotations)) {
        it.annotations[key] = value.replaceAll(/\s+/g, ' ').trim()
      }
    }),
  ),
  'pod.run.annotations-unaltered/adds-one': wrong(
    'adds an annotation of its own',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status) status.annotations['io.runtime/own'] = 'true'
    }),
  ),
  'pod.run.cgroup-parent/ignored': wrong(
    'puts pods into a cgroup of its own choice',
    runsPods(({ linux }) => {
      if (linux) linux.cgroup_parent = `${linux.cgroup_parent}-elsewhere`
    }),
  ),
  'pod.run.log-directory-used/ignored': wrong(
    'writes logs into a folder of its own choice',
    runsPods((it) => {
      if (it.log_directory) it.log_directory = `${it.log_directory}-elsewhere`
    }),
    changesRequest('CreateContainer', ({ sandbox_config: it }) => {
      if (it?.log_directory) it.log_directory = `${it.log_directory}-elsewhere`
    }),
  ),
  'pod.run.failure-leaves-nothing/pod-stays': wrong(
    'answers an error for a pod that it ran',
    failsAfterwards('RunPodSandbox', 'UNKNOWN'),
  ),
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
  'security.sandbox.group-needs-user/taken': wrong(
    'takes a sandbox group without a user',
    securesPods((it) => {
      if (!it.run_as_user) it.run_as_group = null
    }),
  ),
  'sysctl.namespaced/ignored': wrong(
    'does not apply sysctls',
    runsPods(({ linux }) => {
      if (linux) linux.sysctls = {}
    }),
  ),
  'sysctl.unusable-refused/dropped': wrong(
    'drops sysctls that it cannot set',
    runsPods(({ linux }) => {
      const namespaced = /^(kernel\.(shm|msg|sem)|fs\.mqueue|net)/
      const entries = Object.entries(linux?.sysctls ?? {})
      if (linux)
        linux.sysctls = Object.fromEntries(entries.filter(([name]) => namespaced.test(name)))
    }),
  ),
})
