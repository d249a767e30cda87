import type { RequirementId } from '../../spec/gen/requirements.ts'
import { type Check, type Finding, ofEach, ofStatuses, show } from './check.ts'
import type { Kind, Sighting } from './sightings.ts'
import { before } from './span.ts'

/** Lists, statuses, stats and events say the same of one object, and go on saying it. */
export const AGREEMENT: readonly Check[] = [
  same('pod', 'metadata', 'pod.status.consistent-with-list'),
  same('pod', 'labels', 'pod.status.consistent-with-list'),
  same('pod', 'annotations', 'pod.status.consistent-with-list'),
  same('pod', 'created_at', 'pod.status.created-at'),
  same('container', 'metadata', 'container.list.agrees-with-status'),
  same('container', 'labels', 'container.status.labels'),
  same('container', 'annotations', 'container.status.annotations'),
  same('container', 'created_at', 'container.status.times'),
  same('container', 'pod_sandbox_id', 'container.list.agrees-with-status'),
  same('container', 'image_id', 'image.identity'),
  same('pod', 'runtime_handler', 'pod.status.consistent-with-list'),
  {
    id: 'container.image-ref-agrees',
    statement: 'List and status give the same image_ref for one container.',
    level: 'should',
    requirement: 'container.status.image-ref-agrees',
    find: (call, known) =>
      ofEach(['container'], ({ source, image_ref }, thing, { span }) => {
        const other = thing?.refs.get(source === 'list' ? 'status' : 'list')
        if (!image_ref || !other || !before(other.span, span)) return undefined
        // An image that is removed or gets another name in between may be told otherwise.
        if (other.imageChanges !== known.images.changes) return undefined
        return (
          other.value !== image_ref && `image_ref was ${show(other.value)}, is ${show(image_ref)}`
        )
      })(call, known),
  },
  {
    id: 'container.image-named',
    statement: 'Status and list of a container name its image.',
    level: 'must',
    requirement: 'container.status.image',
    find: (call, known) => [
      ...ofStatuses(({ image }) => !image?.image && 'image is empty')(call, known),
      ...ofEach(['container'], ({ source, image }) => source === 'list' && !image && 'no image')(
        call,
        known,
      ),
    ],
  },
  {
    id: 'container.image-ref-set',
    statement: 'Status and list of a container carry an image_ref.',
    level: 'must',
    requirement: 'container.status.image-ref',
    find: ofEach(['container'], ({ image_ref }) => image_ref === '' && 'image_ref is empty'),
  },
]

type Field =
  | 'metadata'
  | 'labels'
  | 'annotations'
  | 'created_at'
  | 'pod_sandbox_id'
  | 'image_id'
  | 'runtime_handler'

// What some runtimes leave out of some answers.
const OPTIONAL: ReadonlySet<Field> = new Set(['image_id', 'runtime_handler'])

function same(kind: Kind, field: Field, requirement: RequirementId): Check {
  return {
    id: `${kind}.${field.replaceAll('_', '-')}-constant`,
    statement: `All answers give the same ${field} for one ${kind}.`,
    level: 'must',
    requirement,
    find: ofEach([kind], (it, thing, { span }) => {
      for (const { sighting, span: seen } of thing?.faces.values() ?? []) {
        const found = before(seen, span) && differs(field, sighting, it)
        if (found) return found
      }
      return undefined
    }),
  }
}

function differs(field: Field, first: Sighting, now: Sighting): Finding {
  const [was, is] = [first[field], now[field]]
  if (was === undefined || is === undefined || was === is) return undefined
  if (OPTIONAL.has(field) && (was === '' || is === '')) return undefined
  const equal =
    typeof was === 'object' &&
    typeof is === 'object' &&
    was !== null &&
    is !== null &&
    equalPairs(was, is)
  return !equal && `${field} was ${show(was)} (${first.source}), is ${show(is)}`
}

function equalPairs(a: object, b: object): boolean {
  const entries = Object.entries(a)
  return (
    entries.length === Object.keys(b).length &&
    entries.every(([key, value]) => (b as Record<string, unknown>)[key] === value)
  )
}
