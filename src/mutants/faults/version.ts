import { makesContainers, securesContainers, securesPods } from '../config-hooks.ts'
import { faults, wrong } from '../fault.ts'
import { changesAnswer, refuses } from '../hooks.ts'
import { dawdles, hangsOnce } from '../hooks-in-time.ts'

/** Faults in what a runtime says of itself and its API. */
export const VERSION_FAULTS = faults({
  'version.all-fields-set/no-name': wrong(
    'answers Version without its name',
    changesAnswer('Version', (it) => {
      it.runtime_name = ''
    }),
  ),
  'version.all-fields-set/no-api-version': wrong(
    'answers Version without the version of the API',
    changesAnswer('Version', (it) => {
      it.runtime_api_version = ''
    }),
  ),
  'version.all-fields-set/hangs': wrong(
    'does not answer Version the first time',
    hangsOnce('Version'),
  ),
  'version.kubelet-api-version/other': wrong(
    'answers Version with its own in place of the version of the kubelet API',
    changesAnswer('Version', (it) => {
      it.version = '1.0.0'
    }),
  ),
  'version.accepts-any-request-version/refuses-v1': wrong(
    'refuses the version that crictl sends',
    refuses('Version', 'INVALID_ARGUMENT', ({ version }) => version === 'v1'),
  ),
  'version.accepts-any-request-version/echoes': wrong(
    'answers with the version that was asked with',
    changesAnswer('Version', (it, { request }) => {
      it.version = request.version || it.version
    }),
  ),
  'version.api-version-semver/words': wrong(
    'answers a version of the API that is none',
    changesAnswer('Version', (it) => {
      it.runtime_api_version = 'latest'
    }),
  ),
  'version.runtime-version-parseable/words': wrong(
    'answers a version without numbers',
    changesAnswer('Version', (it) => {
      it.runtime_version = 'unknown'
    }),
  ),
  'version.runtime-version-semver/two-numbers': wrong(
    'answers a version that is no semantic one',
    changesAnswer('Version', (it) => {
      it.runtime_version = '2.1'
    }),
  ),
  'status.required-conditions/no-network-condition': wrong(
    'leaves NetworkReady out of the conditions',
    changesAnswer('Status', ({ status }) => {
      if (status)
        status.conditions = status.conditions.filter(({ type }) => type !== 'NetworkReady')
    }),
  ),
  'status.required-conditions/twice': wrong(
    'names RuntimeReady twice',
    changesAnswer('Status', ({ status }) => {
      const ready = status?.conditions.find(({ type }) => type === 'RuntimeReady')
      if (ready) status?.conditions.push(ready)
    }),
  ),
  'status.required-conditions/no-status': wrong(
    'answers Status without a status',
    changesAnswer('Status', (it) => {
      it.status = null
    }),
  ),
  'status.handlers.unique-names/twice': wrong(
    'names a handler twice',
    changesAnswer('Status', (it) => {
      const [first] = it.runtime_handlers
      if (first) it.runtime_handlers.push(first)
    }),
  ),
  'status.handlers.each-works/one-more': wrong(
    'lists a handler that it does not have',
    changesAnswer('Status', (it) => {
      it.runtime_handlers.push({ name: 'no-such-handler', features: null })
    }),
  ),
  'status.handlers.features-present/claims-read-only': wrong(
    'claims recursive read-only mounts of every handler',
    changesAnswer('Status', (it) => {
      for (const handler of it.runtime_handlers) {
        handler.features = {
          recursive_read_only_mounts: true,
          user_namespaces: handler.features?.user_namespaces ?? false,
        }
      }
    }),
  ),
  'status.handlers.features-present/no-user-namespaces': wrong(
    'claims user namespaces and makes none',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.userns_options = null
    }),
    securesContainers(({ namespace_options }) => {
      if (namespace_options) namespace_options.userns_options = null
    }),
  ),
  'status.handlers.features-present/top-only': wrong(
    'makes recursive read-only mounts at their top only',
    makesContainers(({ mounts }) => {
      for (const mount of mounts) mount.recursive_read_only = false
    }),
  ),
  'status.features-truthful/merged': wrong(
    'merges groups whatever policy was asked for',
    securesContainers((it) => {
      it.supplemental_groups_policy = 'Merge'
    }),
  ),
  'status.features-truthful/claims-groups-policy': wrong(
    'claims all features of the runtime',
    changesAnswer('Status', (it) => {
      it.features = { supplemental_groups_policy: true, user_namespaces_host_network: true }
    }),
  ),
  'verbose.info-json/no-json': wrong(
    'answers verbose information that is no JSON',
    changesAnswer('Status', (it, { request }) => {
      if (request.verbose) it.info = { config: '{not json' }
    }),
  ),
  'verbose.info-json/nothing': wrong(
    'answers no information when asked verbosely',
    changesAnswer('Status', (it) => {
      it.info = {}
    }),
  ),
  'verbose.off-info-empty/always': wrong(
    'answers information that was not asked for',
    changesAnswer('Status', (it, { request }) => {
      if (!request.verbose) it.info = { config: '{}' }
    }),
  ),
  'runtimeconfig.cgroup-driver-truthful/other-driver': wrong(
    'names the cgroup driver that it does not use',
    changesAnswer('RuntimeConfig', ({ linux }) => {
      if (linux) linux.cgroup_driver = linux.cgroup_driver === 'SYSTEMD' ? 'CGROUPFS' : 'SYSTEMD'
    }),
  ),
  'runtimeconfig.static/changes': wrong(
    'answers another cgroup driver every second time',
    changesAnswer('RuntimeConfig', ({ linux }, { memory }) => {
      const count = Number(memory.get('count') ?? 0)
      memory.set('count', count + 1)
      if (linux && count % 2 === 1) linux.cgroup_driver = 'SYSTEMD'
    }),
  ),
  'updateruntimeconfig.pod-cidr-accepted/refuses': wrong(
    'refuses the pod CIDR of the node',
    refuses('UpdateRuntimeConfig', 'INVALID_ARGUMENT', ({ runtime_config }) =>
      Boolean(runtime_config?.network_config?.pod_cidr),
    ),
  ),
  'updateruntimeconfig.pod-cidr-accepted/refuses-dual-stack': wrong(
    'takes one CIDR only',
    refuses('UpdateRuntimeConfig', 'INVALID_ARGUMENT', ({ runtime_config }) =>
      Boolean(runtime_config?.network_config?.pod_cidr.includes(',')),
    ),
  ),
  'updateruntimeconfig.empty-ignored/refuses': wrong(
    'refuses an empty network configuration',
    refuses(
      'UpdateRuntimeConfig',
      'INVALID_ARGUMENT',
      ({ runtime_config }) => !runtime_config?.network_config?.pod_cidr,
    ),
  ),
  'grpc.unimplemented-is-clean/other-code': wrong(
    'answers INTERNAL for an RPC that it does not offer',
    refuses('RuntimeConfig', 'INTERNAL'),
  ),
  'grpc.unimplemented-is-clean/late': wrong(
    'takes long over answering RuntimeConfig',
    dawdles('RuntimeConfig', 30),
  ),
  'verbose.info-json/image-no-json': wrong(
    'answers verbose information of an image that is no JSON',
    changesAnswer('ImageStatus', (it, { request }) => {
      if (request.verbose) it.info = { info: 'no json' }
    }),
  ),
  'verbose.info-json/image-nothing': wrong(
    'answers no information of an image when asked verbosely',
    changesAnswer('ImageStatus', (it) => {
      it.info = {}
    }),
  ),
  'verbose.off-info-empty/image-always': wrong(
    'answers information of an image that was not asked for',
    changesAnswer('ImageStatus', (it, { request }) => {
      if (!request.verbose) it.info = { info: '{}' }
    }),
  ),
})
