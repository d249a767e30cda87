import type { LinuxContainerResources } from '../../cri/gen/messages.ts'
import { limitsContainers, makesContainers } from '../config-hooks.ts'
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
  'resources.cpu-quota/never-lifted': wrong(
    'keeps a CPU quota that an update lifts',
    changesRequest('UpdateContainerResources', ({ linux }) => {
      if (linux?.cpu_quota === -1n) linux.cpu_quota = 0n
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
  'resources.cpuset/not-updated': wrong(
    'keeps the CPUs of a container that an update moves',
    changesRequest('UpdateContainerResources', ({ linux }) => {
      if (linux) linux.cpuset_cpus = ''
    }),
  ),
  'resources.swap-limit/ignored': wrong(
    'does not limit swap',
    limitsContainers((it) => {
      it.memory_swap_limit_in_bytes = 0n
    }),
  ),
  'resources.swap-limit/on-top': wrong(
    'takes the limit of memory and swap for one of swap alone',
    limitsContainers((it) => {
      const { memory_limit_in_bytes: memory } = it
      if (memory > 0n && it.memory_swap_limit_in_bytes > 0n) it.memory_swap_limit_in_bytes += memory
    }),
  ),
  'resources.zero-means-unset/own-limit': wrong(
    'limits memory where no limit is given',
    limitsContainers((it) => {
      if (it.memory_limit_in_bytes === 0n) it.memory_limit_in_bytes = 1n << 29n
    }),
  ),
  'resources.zero-means-unset/fewest-shares': wrong(
    'gives the fewest CPU shares where none are given',
    makesContainers(({ linux }) => {
      if (linux && !linux.resources?.cpu_shares) {
        linux.resources = { ...NO_RESOURCES, ...linux.resources, cpu_shares: 2n }
      }
    }),
  ),
  'resources.hugepages/zero-ignored': wrong(
    'takes a limit of no huge pages for none',
    limitsContainers((it) => {
      it.hugepage_limits = it.hugepage_limits.filter(({ limit }) => limit > 0n)
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
  'update.rolls-back/half-done': wrong('applies a part of an update that failed', {
    method: 'UpdateContainerResources',
    around: async ({ request, runtime, touch }, ask) => {
      try {
        return await ask()
      } catch (error) {
        const { container_id, linux } = request
        const half = { container_id, linux: { cpu_shares: linux.cpu_shares } }
        await runtime.updateContainerResources(half)
        touch()
        throw error
      }
    },
  }),
  'update.shrink-below-usage/swallowed': wrong(
    'answers success for a memory limit that it did not lower',
    pretends(
      'UpdateContainerResources',
      {},
      ({ linux }) => (linux?.memory_limit_in_bytes ?? 0n) > 0n,
    ),
  ),
  'update.does-not-block/locked': wrong(
    'answers no status for a while after an update failed',
    {
      method: 'UpdateContainerResources',
      around: async ({ memory }, ask) => {
        try {
          return await ask()
        } catch (error) {
          memory.set('failed', true)
          throw error
        }
      },
    },
    {
      method: 'ContainerStatus',
      around: async ({ memory, touch }, ask) => {
        if (memory.delete('failed')) {
          touch()
          await new Promise((done) => setTimeout(done, 8000))
        }
        return ask()
      },
    },
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

const NO_RESOURCES: LinuxContainerResources = {
  cpu_period: 0n,
  cpu_quota: 0n,
  cpu_shares: 0n,
  memory_limit_in_bytes: 0n,
  oom_score_adj: 0n,
  cpuset_cpus: '',
  cpuset_mems: '',
  hugepage_limits: [],
  unified: {},
  memory_swap_limit_in_bytes: 0n,
}
