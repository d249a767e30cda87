import { faults, Refusal, wrong } from '../fault.ts'
import { changesAnswer, changesMessages, changesRequest, refuses } from '../hooks.ts'

/** Faults in lists and their filters. */
export const LIST_FAULTS = faults({
  'pod.list.all-states/ready-only': wrong(
    'lists ready pods only',
    changesAnswer('ListPodSandbox', (it) => {
      it.items = it.items.filter(({ state }) => state === 'SANDBOX_READY')
    }),
  ),
  'pod.list.all-states/twice': wrong(
    'lists a pod twice',
    changesAnswer('ListPodSandbox', ({ items }) => {
      const [first] = items
      if (first) items.push(first)
    }),
  ),
  'pod.list.filter-id/ignored': wrong(
    'ignores the id that pods are filtered by',
    changesRequest('ListPodSandbox', ({ filter }) => {
      if (filter) filter.id = ''
    }),
  ),
  'pod.list.filter-id/unknown-fails': wrong(
    'fails to list pods by an id that nothing has',
    changesAnswer('ListPodSandbox', ({ items }, { request }) => {
      if (request.filter?.id && items.length === 0) throw new Refusal('NOT_FOUND', 'no such pod')
    }),
  ),
  'pod.list.filter-state/ready-ignored': wrong(
    'takes the state READY, whose number is 0, for no filter',
    changesRequest('ListPodSandbox', ({ filter }) => {
      if (filter?.state?.state === 'SANDBOX_READY') filter.state = null
    }),
  ),
  'pod.list.filter-state/ignored': wrong(
    'ignores the state that pods are filtered by',
    changesRequest('ListPodSandbox', ({ filter }) => {
      if (filter) filter.state = null
    }),
  ),
  'pod.list.filter-labels/one-is-enough': wrong(
    'looks at the first label of a selector only',
    changesRequest('ListPodSandbox', ({ filter }) => {
      if (filter) filter.label_selector = firstOf(filter.label_selector)
    }),
  ),
  'pod.list.filter-labels/ignored': wrong(
    'ignores the labels that pods are filtered by',
    changesRequest('ListPodSandbox', ({ filter }) => {
      if (filter) filter.label_selector = {}
    }),
  ),
  'pod.list.filter-labels.empty-value/any': wrong(
    'ignores selectors with an empty value',
    changesRequest('ListPodSandbox', ({ filter }) => {
      if (filter) filter.label_selector = withoutEmpty(filter.label_selector)
    }),
  ),
  'pod.list.filter-and/id-only': wrong(
    'ignores all other filters of pods beside an id',
    changesRequest('ListPodSandbox', ({ filter }) => {
      if (filter?.id) Object.assign(filter, { state: null, label_selector: {} })
    }),
  ),
  'container.list.all-states/running-only': wrong(
    'lists running containers only',
    changesAnswer('ListContainers', (it, { request }) => {
      if (!request.filter?.state) {
        it.containers = it.containers.filter(({ state }) => state === 'CONTAINER_RUNNING')
      }
    }),
  ),
  'container.list.all-states/pods-too': wrong(
    'lists pods among the containers',
    changesAnswer('ListContainers', ({ containers }) => {
      const [first] = containers
      if (first) containers.push({ ...first, id: first.pod_sandbox_id })
    }),
  ),
  'container.list.agrees-with-status/pod': wrong(
    'lists containers without their pod',
    changesAnswer('ListContainers', ({ containers }) => {
      for (const it of containers) it.pod_sandbox_id = ''
    }),
  ),
  'container.list.agrees-with-status/state': wrong(
    'lists exited containers as running',
    changesAnswer('ListContainers', ({ containers }) => {
      for (const it of containers)
        if (it.state === 'CONTAINER_EXITED') it.state = 'CONTAINER_RUNNING'
    }),
  ),
  'container.list.filter-id/ignored': wrong(
    'ignores the id that containers are filtered by',
    changesRequest('ListContainers', ({ filter }) => {
      if (filter) filter.id = ''
    }),
  ),
  'container.list.filter-state/created-ignored': wrong(
    'takes the state CREATED, whose number is 0, for no filter',
    changesRequest('ListContainers', ({ filter }) => {
      if (filter?.state?.state === 'CONTAINER_CREATED') filter.state = null
    }),
  ),
  'container.list.filter-sandbox/ignored': wrong(
    'ignores the pod that containers are filtered by',
    changesRequest('ListContainers', ({ filter }) => {
      if (filter) filter.pod_sandbox_id = ''
    }),
  ),
  'container.list.filter-labels/one-is-enough': wrong(
    'looks at the first label of a selector of containers only',
    changesRequest('ListContainers', ({ filter }) => {
      if (filter) filter.label_selector = firstOf(filter.label_selector)
    }),
  ),
  'container.list.filter-and/pod-only': wrong(
    'ignores all other filters of containers beside a pod',
    changesRequest('ListContainers', ({ filter }) => {
      if (filter?.pod_sandbox_id) Object.assign(filter, { id: '', state: null, label_selector: {} })
    }),
  ),
  'container.list.image-in-use/no-image': wrong(
    'lists containers without their image',
    changesAnswer('ListContainers', ({ containers }) => {
      for (const it of containers) Object.assign(it, { image_id: '', image_ref: '' })
    }),
  ),
  'container.list.state-machine/back': wrong(
    'lists exited containers as created now and then',
    changesAnswer('ListContainers', ({ containers }, { memory }) => {
      const count = Number(memory.get('count') ?? 0)
      memory.set('count', count + 1)
      for (const it of containers) {
        if (count % 2 === 1 && it.state !== 'CONTAINER_CREATED') it.state = 'CONTAINER_CREATED'
      }
    }),
  ),
  'liststream.same-as-list/one-lost': wrong(
    'leaves the first pod of each message out of a streamed list',
    changesAnswer('StreamPodSandboxes', (it) => {
      it.pod_sandboxes = it.pod_sandboxes.slice(1)
    }),
  ),
  'liststream.same-as-list/containers-twice': wrong(
    'sends the messages of a streamed list of containers twice',
    changesMessages('StreamContainers', (it) => [it, it]),
  ),
  'liststream.same-as-list/images-lost': wrong(
    'ends a streamed list of images without any',
    changesMessages('StreamImages', () => []),
  ),
  'liststream.stats-same-as-list/one-lost': wrong(
    'leaves the first container of each message out of streamed stats',
    changesAnswer('StreamContainerStats', (it) => {
      it.container_stats = it.container_stats.slice(1)
    }),
  ),
  'liststream.filters/ignored': wrong(
    'ignores the filter of a streamed list of pods',
    changesRequest('StreamPodSandboxes', (it) => {
      it.filter = null
    }),
  ),
  'liststream.filters/containers-ignored': wrong(
    'ignores the filter of a streamed list of containers',
    changesRequest('StreamContainers', (it) => {
      it.filter = null
    }),
  ),
  'liststream.ends/empty-message': wrong(
    'sends an empty message after the list',
    changesMessages('StreamPodSandboxes', (it) => [it, { pod_sandboxes: [] }]),
  ),
  'grpc.large-list-response/refused': wrong(
    'sends no list of containers beyond 4 MiB',
    changesAnswer('ListContainers', ({ containers }, { touch }) => {
      if (annotationBytes(containers) < 4 * MIB) return
      touch()
      throw new Refusal('RESOURCE_EXHAUSTED', 'trying to send message larger than max')
    }),
  ),
  'grpc.unknown-fields-ignored/refused': wrong(
    'refuses requests with fields that it does not know',
    ...(['RunPodSandbox', 'CreateContainer', 'ListContainers', 'Version'] as const).map((method) =>
      refuses(method, 'INVALID_ARGUMENT', (_, { hasUnknownFields }) => hasUnknownFields),
    ),
  ),
})

type Labels = Record<string, string>

const MIB = 1024 * 1024

function annotationBytes(items: readonly { readonly annotations: Labels }[]): number {
  const values = items.flatMap(({ annotations }) => Object.values(annotations))
  return values.reduce((sum, value) => sum + value.length, 0)
}

function firstOf(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).slice(0, 1))
}

function withoutEmpty(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''))
}
