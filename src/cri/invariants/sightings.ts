import type {
  Container,
  ContainerStatus,
  ImageSpec,
  PodSandbox,
  PodSandboxStatus,
} from '../gen/messages.ts'
import type { MethodName } from '../gen/methods.ts'
import { attributesIn } from './stats-facts.ts'

/** Whether a sighting or a list is of pods or of containers. */
export type Kind = 'pod' | 'container'

/** What kind of answer showed an object; those of `status` are as a status call gives them. */
export type Source = 'status' | 'list' | 'stats' | 'event'

/** What one answer says of one pod or container. */
export interface Sighting {
  readonly kind: Kind
  readonly source: Source
  readonly id: string
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  /** A name, or a number where the runtime answered one that the API does not know. */
  readonly state?: string | number
  readonly created_at?: bigint
  readonly runtime_handler?: string
  readonly pod_sandbox_id?: string
  readonly image?: ImageSpec | null
  readonly image_ref?: string
  readonly image_id?: string
  /** All of it, where the answer held a container's status. */
  readonly status?: ContainerStatus
}

type Answer = Readonly<Record<string, unknown>>

/** All that an answer shows of pods and containers. */
export function sightingsIn(method: MethodName, response: Answer): readonly Sighting[] {
  const find = FINDERS[method]
  return find ? find(response) : attributesIn(method, response).map(fromAttributes)
}

const FINDERS: Readonly<Partial<Record<MethodName, (response: Answer) => readonly Sighting[]>>> = {
  PodSandboxStatus: ({ status, containers_statuses }) => [
    ...podStatus('status', status),
    ...containerStatuses('status', containers_statuses),
  ],
  ListPodSandbox: ({ items }) => pods(items),
  StreamPodSandboxes: ({ pod_sandboxes }) => pods(pod_sandboxes),
  ContainerStatus: ({ status }) => containerStatuses('status', status ? [status] : []),
  ListContainers: ({ containers }) => listed(containers),
  StreamContainers: ({ containers }) => listed(containers),
  GetContainerEvents: ({ pod_sandbox_status, containers_statuses, ...event }) => {
    const told = [
      ...podStatus('event', pod_sandbox_status),
      ...containerStatuses('event', containers_statuses),
    ]
    // Of an object that is gone an event need not carry a status (see events.payload).
    const gone = event.container_event_type === 'CONTAINER_DELETED_EVENT'
    return gone ? told.filter(({ id }) => id !== event.container_id) : told
  },
}

function podStatus(source: Source, status: unknown): readonly Sighting[] {
  return status ? [pod(source, status as PodSandboxStatus)] : []
}

function pods(items: unknown): readonly Sighting[] {
  return (items as readonly PodSandbox[]).map((item) => pod('list', item))
}

function pod(source: Source, item: PodSandbox | PodSandboxStatus): Sighting {
  const { id, metadata, labels, annotations, state, created_at, runtime_handler } = item
  return {
    kind: 'pod',
    source,
    id,
    metadata: metadata as Sighting['metadata'],
    labels,
    annotations,
    state,
    created_at,
    runtime_handler,
  }
}

function listed(containers: unknown): readonly Sighting[] {
  return (containers as readonly Container[]).map((it) => ({
    ...container('list', it),
    pod_sandbox_id: it.pod_sandbox_id,
  }))
}

function containerStatuses(source: Source, statuses: unknown): readonly Sighting[] {
  return (statuses as readonly ContainerStatus[]).map((it) => ({
    ...container(source, it),
    status: it,
  }))
}

function container(source: Source, item: Container | ContainerStatus): Sighting {
  const { id, metadata, labels, annotations, state, created_at, image, image_ref, image_id } = item
  return {
    kind: 'container',
    source,
    id,
    metadata: metadata as Sighting['metadata'],
    labels,
    annotations,
    state,
    created_at,
    image,
    image_ref,
    image_id,
  }
}

function fromAttributes({ kind, attributes }: ReturnType<typeof attributesIn>[number]): Sighting {
  const { id, metadata, labels, annotations } = attributes
  return {
    kind,
    source: 'stats',
    id,
    metadata: metadata as Sighting['metadata'],
    labels,
    annotations,
  }
}
