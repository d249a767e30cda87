import type { Call } from './call.ts'
import { type Check, twice } from './check.ts'
import { type Filter, filterOf } from './filters.ts'
import type { Known } from './known.ts'
import { bareId, referenceIn } from './known-images.ts'
import { before } from './span.ts'
import type { Thing } from './thing.ts'

/** What must be in a list, what must not, and that nothing is in it twice. */
export const LISTS: readonly Check[] = [
  {
    id: 'list.nothing-twice',
    statement: 'No pod, container or image is twice in one list.',
    level: 'must',
    requirement: 'container.list.all-states',
    find: ({ method, sightings, images }) => {
      if (!/^(List|Stream)/.test(method)) return []
      const keys = [
        ...sightings.map(({ kind, id }) => `${kind} ${id}`),
        ...images.map(({ id }) => `image ${id}`),
      ]
      return twice(keys).map((key) => `${key} is listed more than once`)
    },
  },
  complete('pod', 'pod.list.all-states'),
  complete('container', 'container.list.all-states'),
  {
    id: 'list.images-complete',
    statement: 'A list of images holds every image that was pulled and not removed.',
    level: 'must',
    requirement: 'image.list.complete',
    find: ({ whole, request, span }, known) => {
      if (whole?.kind !== 'image' || referenceIn(request.filter)) return []
      const listed = new Set([...whole.ids].map(bareId))
      return [...known.images.pulledImages]
        .filter((image) => before(image.span, span) && !listed.has(image.id))
        .map(({ id, references }) => `image ${id} (${[...references].join(', ')}) is missing`)
    },
  },
  {
    id: 'removed.stays-gone',
    statement: 'A removed pod or container is in no list, and its status is an error.',
    level: 'must',
    requirement: 'container.remove.gone',
    find: ({ sightings, span }, known) =>
      sightings.flatMap(({ kind, id, source }) => {
        const removed = source === 'list' || source === 'status' ? known.removed(id) : undefined
        return removed && before(removed, span)
          ? [`${kind} ${id} was removed before (${source})`]
          : []
      }),
  },
]

function complete(
  kind: 'pod' | 'container',
  requirement: 'pod.list.all-states' | 'container.list.all-states',
): Check {
  return {
    id: `list.${kind}s-complete`,
    statement: `A list of ${kind}s holds every ${kind} that was made and not removed and that its filter asks for.`,
    level: 'must',
    requirement,
    find: (call, known) => missing(kind, call, known).map(({ id }) => `${kind} ${id} is missing`),
  }
}

function missing(kind: 'pod' | 'container', call: Call, known: Known): readonly Thing[] {
  const { whole, span } = call
  const filter = filterOf(call)
  // A state may have changed by the time of the list.
  if (whole?.kind !== kind || !filter || filter.state !== '') return []
  return [...known.things(kind)].filter(
    ({ id, made, removing }) =>
      made &&
      !removing &&
      before(made.span, span) &&
      !whole.ids.has(id) &&
      wanted(filter, id, made),
  )
}

function wanted(filter: Filter, id: string, made: NonNullable<Thing['made']>): boolean {
  return (
    (filter.id === '' || filter.id === id) &&
    (filter.pod_sandbox_id === '' || filter.pod_sandbox_id === made.pod_sandbox_id) &&
    Object.entries(filter.labels).every(([key, value]) => made.labels[key] === value)
  )
}
