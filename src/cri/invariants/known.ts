import type { CallRecord } from '../client.ts'
import type { MethodName } from '../gen/methods.ts'
import { BoundedMap } from './bounded-map.ts'
import type { Call } from './call.ts'
import { KnownImages } from './known-images.ts'
import type { Kind } from './sightings.ts'
import { before, type Span, spanOf } from './span.ts'
import { figuresIn } from './stats-facts.ts'
import { type Made, newThing, reach, see, type Thing } from './thing.ts'

const MOST_THINGS = 2000
const MOST_REMOVED = 4000
const MOST_ATTEMPTS = 500

type Fields = Readonly<Record<string, unknown>>

/** What the answers of a run have shown so far; bounded, the oldest is forgotten first. */
export class Known {
  readonly images = new KnownImages()
  /** The first answer of Version. */
  version: Fields | undefined
  /** The end of the last call that found the daemon gone. */
  daemonGoneMs: number | undefined
  readonly #pods = new BoundedMap<Thing>(MOST_THINGS)
  readonly #containers = new BoundedMap<Thing>(MOST_THINGS)
  readonly #removed = new BoundedMap<Span>(MOST_REMOVED)
  readonly #attempts = new BoundedMap<number>(MOST_ATTEMPTS)

  thing({ kind, id }: { readonly kind: Kind; readonly id: string }): Thing | undefined {
    return this.#all(kind).get(id)
  }

  things(kind: Kind): Iterable<Thing> {
    return this.#all(kind).values()
  }

  /** When a pod or container was removed. */
  removed(id: string): Span | undefined {
    return this.#removed.get(id)
  }

  /** A call begins: what it may remove is from now on uncertain. */
  begin(method: MethodName, request: unknown): void {
    const { pod_sandbox_id, container_id } = (request ?? {}) as Fields
    if (method === 'RemovePodSandbox') this.#removing(pod_sandbox_id, 'pod')
    if (method === 'RemoveContainer') this.#removing(container_id, 'container')
    this.images.begin(method, request)
  }

  /** A call failed: it teaches only that it was tried. */
  fail(record: CallRecord): void {
    const { method, request, error } = record
    const { startMs, endMs } = spanOf(record)
    if (error?.code === 'UNAVAILABLE') this.daemonGoneMs = endMs
    this.images.end(method)
    // A runtime may finish what a caller gave up on, and answer it to the next who asks the same.
    const key = attemptKey(method, (request ?? {}) as Fields)
    if (key && !this.#attempts.has(key)) this.#attempts.set(key, startMs)
  }

  /** Takes in an answer. */
  learn(call: Call): void {
    const { method, response, span } = call
    this.images.learn(call)
    if (method === 'Version') this.version ??= response
    CHANGES[method]?.(this, call)
    for (const it of call.sightings) {
      if (it.id) see(this.#learned(it.kind, it.id), it, span, this.images.changes)
    }
    for (const { kind, id, counters, timestamps } of figuresIn(method, response)) {
      const thing = this.thing({ kind, id })
      for (const [name, value] of Object.entries({ ...counters, ...stamped(timestamps) })) {
        thing?.figures.set(name, { span, value })
      }
    }
  }

  /** A call made an object, or answered one that was made before. */
  made(kind: Kind, id: unknown, call: Call): void {
    if (typeof id !== 'string' || id === '') return
    const made = madeBy(call, this.#attempts.get(attemptKey(call.method, call.request) ?? ''))
    this.#removed.delete(id)
    const thing = this.#learned(kind, id)
    thing.made ??= made
    if (kind !== 'container') return
    // Its pod may have begun to go while it was made, and it with the pod.
    const pod = [...this.#pods.values()].find((it) => sameId(made.pod_sandbox_id, it.id))
    if (!pod || pod.removing) thing.removing = true
  }

  /** A call that ended well brought an object into a state. */
  brought(kind: Kind, id: unknown, state: string, { method, span }: Call): void {
    const thing = this.thing({ kind, id: String(id) })
    if (!thing) return
    const started = thing.reached.get(1)
    // A container that never ran need not have exited when it is stopped.
    const neverRan = !started || !before(started.span, span)
    if (state === 'CONTAINER_EXITED' && neverRan) return
    reach(thing, state, span, `${method} succeeded`)
  }

  containersOf(podId: unknown): readonly Thing[] {
    return [...this.#containers.values()].filter((it) => sameId(it.made?.pod_sandbox_id, podId))
  }

  /** An object is gone. */
  gone(kind: Kind, id: unknown, span: Span): void {
    if (typeof id !== 'string' || id === '') return
    this.#all(kind).delete(id)
    this.#removed.set(id, span)
  }

  #removing(id: unknown, kind: Kind): void {
    for (const it of this.#all(kind).values()) {
      if (sameId(id, it.id)) it.removing = true
    }
    if (kind !== 'pod') return
    for (const it of this.#containers.values()) {
      if (sameId(id, it.made?.pod_sandbox_id)) it.removing = true
    }
  }

  #learned(kind: Kind, id: string): Thing {
    const all = this.#all(kind)
    return all.get(id) ?? all.set(id, newThing(kind, id))
  }

  #all(kind: Kind): BoundedMap<Thing> {
    return kind === 'pod' ? this.#pods : this.#containers
  }
}

const CHANGES: Readonly<Partial<Record<MethodName, (known: Known, call: Call) => void>>> = {
  RunPodSandbox: (known, call) => known.made('pod', call.response.pod_sandbox_id, call),
  CreateContainer: (known, call) => known.made('container', call.response.container_id, call),
  StartContainer: (known, call) => {
    const id = call.request.container_id
    const thing = known.thing({ kind: 'container', id: String(id) })
    if (thing) thing.started = call.span
    known.brought('container', id, 'CONTAINER_RUNNING', call)
  },
  StopContainer: (known, call) =>
    known.brought('container', call.request.container_id, 'CONTAINER_EXITED', call),
  StopPodSandbox: (known, call) => {
    const id = call.request.pod_sandbox_id
    known.brought('pod', id, 'SANDBOX_NOTREADY', call)
    for (const it of known.containersOf(id)) {
      known.brought('container', it.id, 'CONTAINER_EXITED', call)
    }
  },
  RemoveContainer: (known, { request, span }) =>
    known.gone('container', request.container_id, span),
  RemovePodSandbox: (known, { request, span }) => {
    const id = request.pod_sandbox_id
    for (const it of known.containersOf(id)) {
      if (it.made && before(it.made.span, span)) known.gone('container', it.id, span)
    }
    known.gone('pod', id, span)
  },
}

/** The timestamps of an object's figures, named apart from the figures themselves. */
export function stamped(timestamps: Readonly<Record<string, bigint>>): Record<string, bigint> {
  return Object.fromEntries(
    Object.entries(timestamps).map(([name, value]) => [`timestamp of ${name}`, value]),
  )
}

/** Pairs of a request's map as they go over the wire. */
export function given(map: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries((map ?? {}) as Record<string, string | null | undefined>)
  return Object.fromEntries(
    entries.filter((it): it is [string, string] => typeof it[1] === 'string'),
  )
}

// A runtime may take a shortened id where it is unambiguous.
function sameId(asked: unknown, id: unknown): boolean {
  if (typeof asked !== 'string' || typeof id !== 'string' || asked === '' || id === '') return false
  return id.startsWith(asked) || asked.startsWith(id)
}

function madeBy({ request, span }: Call, firstTriedMs: number | undefined): Made {
  const config = (request.config ?? {}) as Fields
  return {
    span: { startMs: Math.min(firstTriedMs ?? span.startMs, span.startMs), endMs: span.endMs },
    metadata: (config.metadata ?? {}) as Fields,
    labels: given(config.labels),
    annotations: given(config.annotations),
    runtime_handler: String(request.runtime_handler ?? ''),
    pod_sandbox_id: String(request.pod_sandbox_id ?? ''),
  }
}

function attemptKey(method: MethodName, request: Fields): string | undefined {
  if (method !== 'RunPodSandbox' && method !== 'CreateContainer') return undefined
  const { metadata } = (request.config ?? {}) as Fields
  return JSON.stringify([method, request.pod_sandbox_id, metadata])
}
