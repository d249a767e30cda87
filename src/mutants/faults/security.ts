import {
  limitsContainers,
  placesContainers,
  securesContainers,
  securesPods,
} from '../config-hooks.ts'
import { faults, wrong } from '../fault.ts'
import { changesAnswer, changesRequest, pretends, refuses, swallowsErrors } from '../hooks.ts'

/** Faults in namespaces, users, capabilities, profiles and limits of containers. */
export const SECURITY_FAULTS = faults({
  'ns.pid.pod/own': wrong(
    'gives every container a PID namespace of its own',
    placesContainers((it) => {
      if (it.pid === 'POD') it.pid = 'CONTAINER'
    }),
    securesPods(({ namespace_options }) => {
      if (namespace_options?.pid === 'POD') namespace_options.pid = 'CONTAINER'
    }),
  ),
  'ns.pid.container/host': wrong(
    'runs containers in the PID namespace of the host',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.pid = 'NODE'
    }),
    placesContainers((it) => {
      if (it.pid === 'CONTAINER') it.pid = 'NODE'
    }),
  ),
  'ns.pid.node/own': wrong(
    'gives containers a PID namespace of their own in place of the host’s',
    placesContainers((it) => {
      if (it.pid === 'NODE') it.pid = 'CONTAINER'
    }),
  ),
  'ns.pid.target/own': wrong(
    'joins no other container’s PID namespace',
    placesContainers((it) => {
      if (it.pid === 'TARGET') Object.assign(it, { pid: 'CONTAINER', target_id: '' })
    }),
  ),
  'ns.pid.target-invalid/own': wrong(
    'takes a target that is not there for none',
    placesContainers((it) => {
      if (it.pid === 'TARGET') Object.assign(it, { pid: 'CONTAINER', target_id: '' })
    }),
  ),
  'ns.ipc.node/own': wrong(
    'gives pods an IPC namespace of their own in place of the host’s',
    securesPods(({ namespace_options }) => {
      if (namespace_options?.ipc === 'NODE') namespace_options.ipc = 'POD'
    }),
    placesContainers((it) => {
      if (it.ipc === 'NODE') it.ipc = 'POD'
    }),
  ),
  'ns.ipc.pod/host': wrong(
    'runs every pod in the IPC namespace of the host',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.ipc = 'NODE'
    }),
    placesContainers((it) => {
      it.ipc = 'NODE'
    }),
  ),
  'userns.pod.mapping/none': wrong(
    'runs pods without the user namespace that was asked for',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.userns_options = null
    }),
    placesContainers((it) => {
      it.userns_options = null
    }),
  ),
  'userns.unsupported-refused/ignored': wrong(
    'runs pods without a user namespace where it cannot make one',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.userns_options = null
    }),
  ),
  'userns.bad-config/ignored': wrong(
    'runs pods whose user namespace cannot work without one',
    securesPods(({ namespace_options }) => {
      const options = namespace_options?.userns_options
      if (namespace_options && options && options.mode !== 'POD')
        namespace_options.userns_options = null
      if (namespace_options && options?.mode === 'POD' && options.uids.length === 0) {
        namespace_options.userns_options = null
      }
    }),
  ),
  'security.run-as-user/root': wrong(
    'runs every process as root',
    securesContainers((it) => {
      it.run_as_user = { value: 0n }
    }),
  ),
  'security.run-as-user/zero-is-unset': wrong(
    'takes uid 0 for no uid',
    securesContainers((it) => {
      if (it.run_as_user?.value === 0n) it.run_as_user = null
    }),
  ),
  'security.run-as-user.not-in-passwd/refused': wrong(
    'refuses uids that the image does not name',
    refuses(
      'CreateContainer',
      'INVALID_ARGUMENT',
      ({ config }) => (config?.linux?.security_context?.run_as_user?.value ?? 0n) > 20_000n,
    ),
  ),
  'security.run-as-group/ignored': wrong(
    'ignores the primary group',
    securesContainers((it) => {
      it.run_as_group = null
    }),
  ),
  'security.run-as-group.needs-user/taken': wrong(
    'takes a group without a user',
    securesContainers((it) => {
      if (!it.run_as_user && !it.run_as_username) it.run_as_group = null
    }),
  ),
  'security.run-as-username/ignored': wrong(
    'ignores user names',
    securesContainers((it) => {
      it.run_as_username = ''
    }),
  ),
  'security.run-as-username.missing/as-root': wrong(
    'runs as root where it does not know a user name',
    securesContainers((it) => {
      if (it.run_as_username) Object.assign(it, { run_as_username: '', run_as_user: { value: 0n } })
    }),
  ),
  'security.supplemental-groups/dropped': wrong(
    'drops supplementary groups',
    securesContainers((it) => {
      it.supplemental_groups = []
    }),
  ),
  'security.supplemental-groups/first-only': wrong(
    'sets the first of the supplementary groups only',
    securesContainers((it) => {
      it.supplemental_groups = it.supplemental_groups.slice(0, 1)
    }),
  ),
  'security.supplemental-groups.merge/strict': wrong(
    'adds no groups of the image to those given',
    securesContainers((it) => {
      it.supplemental_groups_policy = 'Strict'
    }),
  ),
  'security.supplemental-groups.strict/merged': wrong(
    'adds the groups of the image where it should not',
    securesContainers((it) => {
      it.supplemental_groups_policy = 'Merge'
    }),
  ),
  'security.caps.add/dropped': wrong(
    'adds no capabilities',
    securesContainers(({ capabilities }) => {
      if (capabilities) capabilities.add_capabilities = []
    }),
  ),
  'security.caps.drop/kept': wrong(
    'drops no capabilities',
    securesContainers(({ capabilities }) => {
      if (capabilities) capabilities.drop_capabilities = []
    }),
  ),
  'security.caps.drop-all/kept': wrong(
    'does not know ALL among capabilities to drop',
    securesContainers(({ capabilities }) => {
      if (capabilities) {
        capabilities.drop_capabilities = capabilities.drop_capabilities.filter((it) => it !== 'ALL')
      }
    }),
  ),
  'security.caps.add-all/kept': wrong(
    'does not know ALL among capabilities to add',
    securesContainers(({ capabilities }) => {
      if (capabilities) {
        capabilities.add_capabilities = capabilities.add_capabilities.filter((it) => it !== 'ALL')
      }
    }),
  ),
  'security.caps.default/one-more': wrong(
    'gives every container the right to administer the system',
    securesContainers((it) => {
      it.capabilities ??= {
        add_capabilities: [],
        drop_capabilities: [],
        add_ambient_capabilities: [],
      }
      it.capabilities.add_capabilities.push('SYS_ADMIN')
    }),
  ),
  'security.caps.names/prefix-needed': wrong(
    'refuses capabilities without the prefix CAP_',
    refuses('CreateContainer', 'INVALID_ARGUMENT', ({ config }) =>
      (config?.linux?.security_context?.capabilities?.add_capabilities ?? []).some(
        (it) => it !== 'ALL' && !it.startsWith('CAP_'),
      ),
    ),
  ),
  'security.caps.ambient/dropped': wrong(
    'adds no ambient capabilities',
    securesContainers(({ capabilities }) => {
      if (capabilities) capabilities.add_ambient_capabilities = []
    }),
  ),
  'security.privileged.caps/ignored': wrong(
    'makes no container privileged',
    securesContainers((it) => {
      it.privileged = false
    }),
  ),
  'security.privileged.needs-sandbox/taken': wrong(
    'takes privileged containers in pods that are not',
    securesPods((it) => {
      it.privileged = true
    }),
  ),
  'security.unprivileged-defaults/privileged': wrong(
    'makes every container privileged',
    securesPods((it) => {
      it.privileged = true
    }),
    securesContainers((it) => {
      it.privileged = true
    }),
  ),
  'security.readonly-rootfs/writable': wrong(
    'makes every root file system writable',
    securesContainers((it) => {
      it.readonly_rootfs = false
    }),
  ),
  'security.readonly-rootfs/always': wrong(
    'makes every root file system read-only',
    securesContainers((it) => {
      it.readonly_rootfs = true
    }),
  ),
  'security.no-new-privs/never': wrong(
    'never sets no_new_privs',
    securesContainers((it) => {
      it.no_new_privs = false
    }),
  ),
  'security.no-new-privs/always': wrong(
    'always sets no_new_privs',
    securesContainers((it) => {
      it.no_new_privs = true
    }),
  ),
  'security.masked-paths/none': wrong(
    'masks no paths',
    securesContainers((it) => {
      it.masked_paths = []
    }),
  ),
  'security.readonly-paths/none': wrong(
    'makes no paths read-only',
    securesContainers((it) => {
      it.readonly_paths = []
    }),
  ),
  'seccomp.runtime-default/unconfined': wrong(
    'runs containers without a seccomp filter',
    securesContainers((it) => {
      it.seccomp = { profile_type: 'Unconfined', localhost_ref: '' }
    }),
  ),
  'seccomp.unconfined/default': wrong(
    'filters containers that should be unconfined',
    securesContainers((it) => {
      if (it.seccomp?.profile_type === 'Unconfined') it.seccomp.profile_type = 'RuntimeDefault'
    }),
  ),
  'seccomp.localhost/default': wrong(
    'takes its own seccomp profile in place of one on the host',
    securesContainers((it) => {
      if (it.seccomp?.profile_type === 'Localhost') {
        it.seccomp = { profile_type: 'RuntimeDefault', localhost_ref: '' }
      }
    }),
  ),
  'seccomp.localhost-missing/default': wrong(
    'takes its own seccomp profile where one on the host is missing',
    securesContainers((it) => {
      if (it.seccomp?.profile_type === 'Localhost') {
        it.seccomp = { profile_type: 'RuntimeDefault', localhost_ref: '' }
      }
    }),
  ),
  'seccomp.sandbox/ignored': wrong(
    'ignores the seccomp profile of a pod',
    securesPods((it) => {
      it.seccomp = null
    }),
  ),
  'resources.cpu-quota/ignored': wrong(
    'does not limit CPU time',
    limitsContainers((it) => {
      Object.assign(it, { cpu_quota: 0n, cpu_period: 0n })
    }),
  ),
  'resources.cpu-quota/period-default': wrong(
    'takes its own CPU period',
    limitsContainers((it) => {
      if (it.cpu_period) it.cpu_period = 100_000n
    }),
  ),
  'resources.cpu-shares/ignored': wrong(
    'gives every container the same CPU shares',
    limitsContainers((it) => {
      it.cpu_shares = 1024n
    }),
  ),
  'resources.memory-limit/ignored': wrong(
    'does not limit memory',
    limitsContainers((it) => {
      Object.assign(it, { memory_limit_in_bytes: 0n, memory_swap_limit_in_bytes: 0n })
    }),
  ),
  'resources.memory-limit/rounded': wrong(
    'doubles memory limits',
    limitsContainers((it) => {
      it.memory_limit_in_bytes *= 2n
      it.memory_swap_limit_in_bytes *= 2n
    }),
  ),
  'resources.oom-score-adj/ignored': wrong(
    'leaves the OOM score of processes as it is',
    limitsContainers((it) => {
      it.oom_score_adj = 0n
    }),
  ),
  'resources.cpuset/ignored': wrong(
    'lets containers run on any CPU',
    limitsContainers((it) => {
      Object.assign(it, { cpuset_cpus: '', cpuset_mems: '' })
    }),
  ),
  'resources.hugepages/ignored': wrong(
    'sets no limits of huge pages',
    limitsContainers((it) => {
      it.hugepage_limits = []
    }),
  ),
  'resources.unified/ignored': wrong(
    'ignores cgroup v2 settings',
    limitsContainers((it) => {
      it.unified = {}
    }),
  ),
  'resources.unified-bad/ignored': wrong(
    'ignores cgroup v2 settings that it cannot apply',
    limitsContainers((it) => {
      it.unified = {}
    }),
  ),
  'update.applies/nothing-done': wrong(
    'answers that limits are updated and does nothing',
    pretends('UpdateContainerResources', {}),
  ),
  'update.applies/status-stale': wrong(
    'answers the first resources of a container for ever',
    changesAnswer('ContainerStatus', ({ status }, { memory }) => {
      if (!status) return
      if (!memory.has(status.id)) memory.set(status.id, structuredClone(status.resources))
      status.resources = memory.get(status.id) as typeof status.resources
    }),
  ),
  'update.partial-keeps-rest/reset': wrong(
    'resets CPU shares that an update does not name',
    changesRequest('UpdateContainerResources', ({ linux }) => {
      if (linux && linux.cpu_shares === 0n) linux.cpu_shares = 1024n
    }),
  ),
  'update.transactional/swallowed': wrong(
    'answers success for an update that failed',
    swallowsErrors('UpdateContainerResources', {}),
  ),
  'update.created/ignored': wrong('refuses updates of containers that do not run', {
    method: 'UpdateContainerResources',
    around: async ({ request, runtime }, ask) => {
      const { status } = await runtime.containerStatus({ container_id: request.container_id })
      return status?.state === 'CONTAINER_CREATED' ? {} : ask()
    },
  }),
  'update.exited/swallowed': wrong(
    'answers success for an update of a container that is not there',
    swallowsErrors('UpdateContainerResources', {}),
  ),
  'update.pod-sandbox/refused': wrong(
    'refuses updates of pods',
    refuses('UpdatePodSandboxResources', 'INTERNAL'),
  ),
})
