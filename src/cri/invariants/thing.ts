import type { Kind, Sighting, Source } from './sightings.ts'
import { before, type Span } from './span.ts'

/** How a pod or container of this run was made. */
export interface Made {
  /** From the first attempt with the same metadata to the answer. */
  readonly span: Span
  readonly metadata: Readonly<Record<string, unknown>>
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  /** Of a pod: the handler asked for, empty for the default. */
  readonly runtime_handler: string
  /** Of a container: the pod, as the request named it. */
  readonly pod_sandbox_id: string
}

/** The end of a container as it was first told. */
export interface Ending {
  readonly span: Span
  readonly exit_code: number
  readonly started_at: bigint
  readonly finished_at: bigint
}

/** A state that was reached, and how that is known. */
export interface Reached {
  readonly span: Span
  readonly how: string
}

/** An image reference as an answer gave it, and how often images had changed by then. */
export interface RefSeen {
  readonly span: Span
  readonly value: string
  readonly imageChanges: number
}

/** What answers told so far of one pod or container. */
export interface Thing {
  readonly kind: Kind
  readonly id: string
  made?: Made
  /** The StartContainer that succeeded. */
  started?: Span
  /** A removal of it or of its pod has begun: whether it is still there cannot be told. */
  removing: boolean
  /** What the first answer of each kind showed. */
  readonly faces: Map<Source, { readonly sighting: Sighting; readonly span: Span }>
  /** By rank of the state (see `RANKS`): the first that showed it. */
  readonly reached: Map<number, Reached>
  readonly refs: Map<Source, RefSeen>
  readonly figures: Map<string, { readonly span: Span; readonly value: bigint }>
  ending?: Ending
}

/** The order in which states follow each other; others have no place in it. */
export const RANKS: Readonly<Record<string, number>> = {
  CONTAINER_CREATED: 0,
  CONTAINER_RUNNING: 1,
  CONTAINER_EXITED: 2,
  SANDBOX_READY: 0,
  SANDBOX_NOTREADY: 1,
}

/** An object of which nothing was heard yet. */
export function newThing(kind: Kind, id: string): Thing {
  return {
    kind,
    id,
    removing: false,
    faces: new Map(),
    reached: new Map(),
    refs: new Map(),
    figures: new Map(),
  }
}

/** Takes in what an answer shows of an object. */
export function see(thing: Thing, sighting: Sighting, span: Span, imageChanges: number): void {
  const { source, state, image_ref, status } = sighting
  if (!thing.faces.has(source)) thing.faces.set(source, { sighting, span })
  if (image_ref) thing.refs.set(source, { span, value: image_ref, imageChanges })
  if (state !== undefined) reach(thing, state, span, `${state} in an earlier answer`)
  if (status?.state !== 'CONTAINER_EXITED' || thing.ending) return
  const { exit_code, started_at, finished_at } = status
  thing.ending = { span, exit_code, started_at, finished_at }
}

/** Notes that an object was in a state, or past it, when a call ended. */
export function reach(thing: Thing, state: string | number, span: Span, how: string): void {
  const rank = RANKS[state]
  if (rank === undefined || thing.reached.has(rank)) return
  // While a pod is being made a runtime may list it as not ready already.
  if (state === 'SANDBOX_NOTREADY' && !wasReady(thing, span)) return
  thing.reached.set(rank, { span, how })
}

function wasReady({ made, reached }: Thing, span: Span): boolean {
  const ready = made ?? reached.get(RANKS.SANDBOX_READY as number)
  return ready !== undefined && before(ready.span, span)
}
