import type { CallRecord } from '../client.ts'
import type { Image } from '../gen/messages.ts'
import { METHODS, type MethodName } from '../gen/methods.ts'
import { type Sighting, sightingsIn } from './sightings.ts'
import { type Span, spanOf } from './span.ts'

/** A successful answer, as checks look at it. */
export interface Call {
  readonly method: MethodName
  readonly request: Readonly<Record<string, unknown>>
  readonly response: Readonly<Record<string, unknown>>
  readonly span: Span
  readonly sightings: readonly Sighting[]
  readonly images: readonly Image[]
  /** Everything the list held, once it is whole: a stream tells so only at its end. */
  readonly whole?: Listed
}

/** The ids of a list. */
export interface Listed {
  readonly kind: 'pod' | 'container' | 'image'
  readonly ids: ReadonlySet<string>
}

/** Gathers what the answers of one stream list, until it has ended. */
export type StreamUnions = WeakMap<object, Set<string>>

const LISTS: Readonly<Partial<Record<MethodName, Listed['kind']>>> = {
  ListPodSandbox: 'pod',
  StreamPodSandboxes: 'pod',
  ListContainers: 'container',
  StreamContainers: 'container',
  ListImages: 'image',
  StreamImages: 'image',
}

/** What there is to check in a record; nothing for a call that failed. */
export function callOf(record: CallRecord, unions: StreamUnions): Call | undefined {
  const { method, request, response, error } = record
  if (error) return undefined
  const ended = response === undefined
  const answer = (response ?? {}) as Call['response']
  const call: Call = {
    method,
    request: (request ?? {}) as Call['request'],
    response: answer,
    span: spanOf(record),
    sightings: ended ? [] : sightingsIn(method, answer),
    images: ended ? [] : imagesIn(method, answer),
  }
  const kind = LISTS[method]
  if (!kind) return ended ? undefined : call
  const ids =
    kind === 'image' ? call.images.map(({ id }) => id) : call.sightings.map(({ id }) => id)
  if (!METHODS[method].serverStreaming) return { ...call, whole: { kind, ids: new Set(ids) } }
  const union = unions.get(call.request) ?? new Set()
  unions.set(call.request, union)
  for (const id of ids) union.add(id)
  return ended ? { ...call, whole: { kind, ids: union } } : call
}

/** An RPC with what it was asked about and when, in one line without secrets. */
export function describeCall({ method, request, startedAtMs }: CallRecord): string {
  const { filter } = (request ?? {}) as { readonly filter?: object | null }
  const asked = Object.entries({ ...(request as object), ...(filter ?? {}) })
    .filter(([, value]) => value !== '' && (typeof value === 'string' || typeof value === 'number'))
    .map(([name, value]) => `${name}=${value}`)
  const text = [method, ...asked].join(' ').slice(0, LONGEST)
  return `${text} at ${new Date(startedAtMs).toISOString()}`
}

const LONGEST = 200

function imagesIn(method: MethodName, response: Call['response']): readonly Image[] {
  if (method === 'ListImages' || method === 'StreamImages') return response.images as Image[]
  const image = method === 'ImageStatus' ? (response.image as Image | null) : null
  return image ? [image] : []
}
