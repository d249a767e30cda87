import { faults, wrong } from '../fault.ts'
import {
  answersCode,
  changesAnswer,
  changesMessages,
  pretends,
  refuses,
  swallowsErrors,
} from '../hooks.ts'

/** Faults in metrics, checkpoints and optional RPCs. */
export const METRICS_FAULTS = faults({
  'metrics.descriptors/invalid-name': wrong(
    'describes metrics under names that Prometheus does not take',
    changesAnswer('ListMetricDescriptors', ({ descriptors }) => {
      for (const it of descriptors) it.name = it.name.replaceAll('_', '-')
    }),
  ),
  'metrics.match-descriptors/label-lost': wrong(
    'answers metrics with a label less than described',
    changesAnswer('ListPodSandboxMetrics', ({ pod_metrics }) => {
      for (const pod of pod_metrics) for (const it of pod.metrics) it.label_values.pop()
    }),
  ),
  'metrics.pods-and-containers/one-lost': wrong(
    'leaves a pod out of the metrics',
    changesAnswer('ListPodSandboxMetrics', (it) => {
      it.pod_metrics = it.pod_metrics.slice(1)
    }),
  ),
  'metrics.values/none': wrong(
    'answers metrics without values',
    changesAnswer('ListPodSandboxMetrics', ({ pod_metrics }) => {
      for (const pod of pod_metrics) for (const it of pod.metrics) it.value = null
    }),
  ),
  'metrics.cadvisor-set/one-lost': wrong(
    'describes no metric of the working set',
    changesAnswer('ListMetricDescriptors', (it) => {
      it.descriptors = it.descriptors.filter(
        ({ name }) => name !== 'container_memory_working_set_bytes',
      )
    }),
  ),
  'checkpoint.errors/swallowed': wrong(
    'answers success for a checkpoint that failed',
    swallowsErrors('CheckpointContainer', {}),
  ),
  'checkpoint.archive/nothing-done': wrong(
    'answers success for a checkpoint and writes nothing',
    pretends('CheckpointContainer', {}),
  ),
  'grpc.unimplemented-elsewhere/other-code': wrong(
    'answers INTERNAL for optional RPCs that it does not offer',
    ...(
      [
        'CheckpointContainer',
        'ListPodSandboxMetrics',
        'ListMetricDescriptors',
        'GetContainerEvents',
      ] as const
    ).map((method) => answersCode(method, 'INTERNAL', { of: 'UNIMPLEMENTED' })),
  ),
  'liststream.stats-same-as-list/pods-lost': wrong(
    'leaves a pod out of streamed stats',
    changesAnswer('StreamPodSandboxStats', (it) => {
      it.pod_sandbox_stats = it.pod_sandbox_stats.slice(1)
    }),
  ),
  'liststream.stats-same-as-list/metrics-refused': wrong(
    'breaks streamed metrics off',
    refuses('StreamPodSandboxMetrics', 'DATA_LOSS'),
    changesMessages('StreamPodSandboxMetrics', () => []),
  ),
})
