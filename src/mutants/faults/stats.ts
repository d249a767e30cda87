import type { ContainerStats } from '../../cri/gen/messages.ts'
import { type CallHook, faults, wrong } from '../fault.ts'
import { changesAnswer, changesRequest, swallowsErrors } from '../hooks.ts'
import { answersStale } from '../hooks-in-time.ts'

/** Faults in the figures of containers and pods. */
export const STATS_FAULTS = faults({
  'stats.container/other-id': wrong(
    'answers stats under a shortened id',
    measures(({ attributes }) => {
      if (attributes) attributes.id = attributes.id.slice(0, 12)
    }),
  ),
  'stats.container/no-labels': wrong(
    'answers stats without labels',
    measures(({ attributes }) => {
      if (attributes) attributes.labels = {}
    }),
  ),
  'stats.container/swallowed': wrong(
    'answers no stats where it should fail',
    swallowsErrors('ContainerStats', {}),
  ),
  'stats.container/seconds': wrong(
    'tells the times of stats in seconds',
    measures(({ cpu, memory }) => {
      if (cpu) cpu.timestamp /= 1_000_000_000n
      if (memory) memory.timestamp /= 1_000_000_000n
    }),
  ),
  'stats.cpu/zero': wrong(
    'tells of no CPU time',
    measures(({ cpu }) => {
      if (cpu) cpu.usage_core_nano_seconds = { value: 0n }
    }),
  ),
  'stats.cpu/falls': wrong(
    'tells less CPU time each time',
    measures(({ cpu }) => {
      const sinceEpoch = BigInt(Date.now()) * 1_000_000n
      if (cpu) cpu.usage_core_nano_seconds = { value: 4_000_000_000_000_000_000n - sinceEpoch }
    }),
  ),
  'stats.cpu/microseconds': wrong(
    'tells CPU time in microseconds',
    measures(({ cpu }) => {
      if (cpu?.usage_core_nano_seconds) cpu.usage_core_nano_seconds.value /= 1000n
    }),
  ),
  'stats.cpu-nano-cores/zero': wrong(
    'tells no rate of CPU use',
    measures(({ cpu }) => {
      if (cpu) cpu.usage_nano_cores = { value: 0n }
    }),
  ),
  'stats.memory/no-working-set': wrong(
    'tells of no memory in use',
    measures(({ memory }) => {
      if (memory) memory.working_set_bytes = { value: 0n }
    }),
  ),
  'stats.memory/kilobytes': wrong(
    'tells memory in kilobytes',
    measures(({ memory }) => {
      for (const it of [memory?.working_set_bytes, memory?.usage_bytes]) if (it) it.value /= 1024n
    }),
  ),
  'stats.memory/stale': wrong(
    'tells the first memory figures for ever',
    answersStale('ContainerStats', ({ container_id }) => container_id),
  ),
  'stats.memory-details/no-limit': wrong(
    'tells no available memory',
    measures(({ memory }) => {
      if (memory) memory.available_bytes = { value: 0n }
    }),
  ),
  'stats.memory-details/no-faults': wrong(
    'tells of no page faults',
    measures(({ memory }) => {
      if (memory) memory.page_faults = { value: 0n }
    }),
  ),
  'stats.writable-layer/zero': wrong(
    'tells of an empty writable layer',
    measures(({ writable_layer }) => {
      if (writable_layer) writable_layer.used_bytes = { value: 0n }
    }),
  ),
  'stats.writable-layer/none': wrong(
    'tells of no writable layer',
    measures((it) => {
      it.writable_layer = null
    }),
  ),
  'stats.list/one-lost': wrong(
    'leaves a container out of the stats of all',
    changesAnswer('ListContainerStats', (it) => {
      it.stats = it.stats.slice(1)
    }),
  ),
  'stats.list/twice': wrong(
    'lists stats of a container twice',
    changesAnswer('ListContainerStats', ({ stats }) => {
      const [first] = stats
      if (first) stats.push(first)
    }),
  ),
  'stats.list-filter/ignored': wrong(
    'ignores the filter of stats',
    changesRequest('ListContainerStats', (it) => {
      it.filter = null
    }),
  ),
  'stats.list-filter/labels-ignored': wrong(
    'ignores labels that stats are filtered by',
    changesRequest('ListContainerStats', ({ filter }) => {
      if (filter) filter.label_selector = {}
    }),
  ),
  'stats.pod/no-metadata': wrong(
    'answers stats of pods without metadata',
    changesAnswer('PodSandboxStats', ({ stats }) => {
      if (stats?.attributes) stats.attributes.metadata = null
    }),
  ),
  'stats.pod/swallowed': wrong(
    'answers no stats of a pod where it should fail',
    swallowsErrors('PodSandboxStats', {}),
  ),
  'stats.pod-usage/zero': wrong(
    'tells of no memory in use by a pod',
    changesAnswer('PodSandboxStats', ({ stats }) => {
      const { memory } = stats?.linux ?? {}
      if (memory)
        Object.assign(memory, { usage_bytes: { value: 1n }, working_set_bytes: { value: 1n } })
    }),
  ),
  'stats.pod-usage/no-containers': wrong(
    'tells of no containers in the stats of a pod',
    changesAnswer('PodSandboxStats', ({ stats }) => {
      if (stats?.linux) stats.linux.containers = []
    }),
  ),
  'stats.pod-network/zero': wrong(
    'tells of no traffic of a pod',
    changesAnswer('PodSandboxStats', ({ stats }) => {
      const { default_interface: it } = stats?.linux?.network ?? {}
      if (it) Object.assign(it, { rx_bytes: { value: 0n }, tx_bytes: { value: 0n } })
    }),
  ),
  'stats.pod-process/zero': wrong(
    'tells of no processes of a pod',
    changesAnswer('PodSandboxStats', ({ stats }) => {
      if (stats?.linux?.process) stats.linux.process.process_count = { value: 0n }
    }),
  ),
  'stats.pod-list/one-lost': wrong(
    'leaves a pod out of the stats of all',
    changesAnswer('ListPodSandboxStats', (it) => {
      it.stats = it.stats.slice(1)
    }),
  ),
  'stats.pod-list/filter-ignored': wrong(
    'ignores the filter of stats of pods',
    changesRequest('ListPodSandboxStats', (it) => {
      it.filter = null
    }),
  ),
})

function measures(change: (stats: ContainerStats) => void): CallHook {
  return changesAnswer('ContainerStats', ({ stats }) => {
    if (stats) change(stats)
  })
}
