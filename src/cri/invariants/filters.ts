import { ENUMS } from '../gen/wire.ts'
import type { Call } from './call.ts'
import { type Check, ofEach, show } from './check.ts'
import { namesImage } from './image-reference.ts'
import { given } from './known.ts'
import { referenceIn } from './known-images.ts'
import type { Sighting } from './sightings.ts'

/** What a list's filter asked for, empty where it asked for nothing. */
export interface Filter {
  readonly id: string
  readonly pod_sandbox_id: string
  readonly state: string
  readonly labels: Readonly<Record<string, string>>
}

/** An answer to a filter holds only what it asked for. */
export const FILTERS: readonly Check[] = [
  {
    id: 'filter.id',
    statement: 'A list filtered by id holds only the object with that id.',
    level: 'must',
    requirement: 'container.list.filter-id',
    find: filtered(({ id }, it) => !it.id.startsWith(id) && `the filter asked for ${id}`),
  },
  {
    id: 'filter.state',
    statement: 'A list filtered by state holds only objects in that state.',
    level: 'must',
    requirement: 'container.list.filter-state',
    find: filtered(
      ({ state }, it) =>
        state !== '' &&
        it.state !== undefined &&
        it.state !== state &&
        `${show(it.state)}, the filter asked for ${state}`,
    ),
  },
  {
    id: 'filter.pod',
    statement: 'A list filtered by pod holds only containers of that pod.',
    level: 'must',
    requirement: 'container.list.filter-sandbox',
    find: filtered(
      ({ pod_sandbox_id: asked }, _, pod) =>
        pod !== undefined &&
        !pod.startsWith(asked) &&
        `in pod ${show(pod)}, the filter asked for ${asked}`,
    ),
  },
  {
    id: 'filter.labels',
    statement: 'A list filtered by labels holds only objects with all of these pairs.',
    level: 'must',
    requirement: 'container.list.filter-labels',
    find: filtered(({ labels }, it) => lacks(labels, (key) => it.labels[key] ?? '')),
  },
  {
    id: 'filter.labels-empty-value',
    statement: 'A label filter with an empty value leaves out objects without the key.',
    level: 'should',
    requirement: 'pod.list.filter-labels.empty-value',
    find: filtered(({ labels }, it) => {
      const empty = Object.entries(labels).filter(([, value]) => value === '')
      return lacks(Object.fromEntries(empty), (key) => it.labels[key])
    }),
  },
  {
    id: 'filter.image',
    statement: 'Images filtered by a reference are the one image with that reference.',
    level: 'should',
    requirement: 'image.list.filter',
    find: ({ method, request, images }) => {
      const isList = method === 'ListImages' || method === 'StreamImages'
      const reference = isList ? referenceIn(request.filter) : ''
      if (reference === '') return []
      const others = images.filter((it) => namesImage(reference, it) === false)
      const many = images.length > 1 ? [`${images.length} images for ${reference}`] : []
      return [...many, ...others.map(({ id }) => `image ${id}: the filter asked for ${reference}`)]
    },
  },
]

/** What a list's request asks for; undefined for other calls and for images. */
export function filterOf({
  method,
  request,
}: Pick<Call, 'method' | 'request'>): Filter | undefined {
  const type = LISTS[method]
  if (type === undefined) return undefined
  const { id, pod_sandbox_id, state, label_selector } = (request.filter ?? {}) as Readonly<
    Record<string, unknown>
  >
  return {
    id: typeof id === 'string' ? id : '',
    pod_sandbox_id: typeof pod_sandbox_id === 'string' ? pod_sandbox_id : '',
    state:
      state && type ? stateName(type, (state as { state?: string | number | null }).state) : '',
    labels: given(label_selector),
  }
}

// With the enum of their state, where they can be filtered by it.
const LISTS: Readonly<Record<string, string>> = {
  ListPodSandbox: 'PodSandboxState',
  StreamPodSandboxes: 'PodSandboxState',
  ListContainers: 'ContainerState',
  StreamContainers: 'ContainerState',
  ListPodSandboxStats: '',
  StreamPodSandboxStats: '',
  ListContainerStats: '',
  StreamContainerStats: '',
}

type FilterTest = (
  filter: Filter,
  it: Sighting,
  pod: string | undefined,
) => string | false | undefined

function filtered(test: FilterTest): Check['find'] {
  return (call, known) => {
    const filter = filterOf(call)
    if (!filter) return []
    const isOfPods = call.method.includes('Pod')
    return ofEach([isOfPods ? 'pod' : 'container'], (it, thing) =>
      test(filter, it, it.pod_sandbox_id ?? thing?.made?.pod_sandbox_id),
    )(call, known)
  }
}

function lacks(
  labels: Filter['labels'],
  told: (key: string) => string | undefined,
): string | undefined {
  const wrong = Object.entries(labels).find(([key, value]) => told(key) !== value)
  return (
    wrong &&
    `label ${show(wrong[0])} is ${show(told(wrong[0]))}, the filter asked for ${show(wrong[1])}`
  )
}

function stateName(type: string, state: string | number | null | undefined): string {
  if (typeof state === 'string') return state
  return ENUMS[type]?.[state ?? 0] ?? ''
}
