import { limitsContainers } from '../config-hooks.ts'
import { faults, wrong } from '../fault.ts'
import { changesAnswer, changesRequest, pretends, refuses, swallowsErrors } from '../hooks.ts'

/** Faults in limits and their updates. */
export const RESOURCES_FAULTS = faults({
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
