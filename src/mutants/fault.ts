import type { CriMethods } from '../cri/client.ts'
import type { CriCode } from '../cri/error.ts'
import type { MethodName, Methods } from '../cri/gen/methods.ts'
import type { RequirementId } from '../spec/requirement.ts'
import type { StreamTap } from './stream-tap.ts'

/** The requirement that is violated, and how. */
export type FaultId = `${RequirementId}/${string}`

/** One thing a runtime may do wrong. */
export interface Fault {
  readonly id: FaultId
  readonly requirement: RequirementId
  /** What the faulty runtime does, as a clause: `kills at once whatever grace was asked for`. */
  readonly about: string
  readonly hooks: readonly Hook[]
}

/** Steps into the calls of an RPC, or into the connections of the streaming server. */
export type Hook = CallHook | StreamHook | AddressHook

/** Steps into the calls of an RPC. */
export interface CallHook {
  readonly method: MethodName
  /** Looks at, or changes, the request before the runtime gets it. */
  readonly request?: (call: AnyCall) => void | Promise<void>
  /** Of a unary RPC: answers in place of the runtime; `ask` has the runtime answer. */
  readonly around?: (call: AnyCall, ask: () => Promise<unknown>) => Promise<unknown>
  /** Of a streaming RPC: what becomes of a message. */
  readonly each?: (
    message: unknown,
    call: AnyCall,
  ) => readonly unknown[] | Promise<readonly unknown[]>
}

/** Steps into the connections that Exec, Attach and PortForward lead to. */
export interface StreamHook {
  readonly tap: (touch: () => void) => StreamTap
}

/** Says where the streaming server is. */
export interface AddressHook {
  /** The host that URLs name, in place of one on loopback. */
  readonly streamingHost: string
}

/** A call on its way. */
export interface FaultCall<M extends MethodName> {
  readonly method: M
  /** Decoded; hooks change it in place. */
  readonly request: Methods[M]['request']
  /** Whether it holds fields that the API does not have. */
  readonly hasUnknownFields: boolean
  /** What the fault wants to remember from call to call. */
  readonly memory: Map<string, unknown>
  /** Whether the runtime was restarted meanwhile: it ended a connection that was in use. */
  readonly restarted: boolean
  /** The runtime itself, without the fault. */
  readonly runtime: CriMethods
  /** Aborts when the client leaves. */
  readonly signal: AbortSignal
  /** Says that the fault shows here, where no message tells. */
  touch(): void
  /** Does something when the fault is taken out again. */
  atEnd(action: () => void): void
}

/** A call of any RPC. */
// biome-ignore lint/suspicious/noExplicitAny: hooks of all methods stand in one list
export type AnyCall = FaultCall<any>

/** An answer with an error in place of a message. */
export class Refusal extends Error {
  readonly code: CriCode

  constructor(code: CriCode, details: string) {
    super(details)
    this.name = 'Refusal'
    this.code = code
  }
}

/** Bytes in place of an answer; `announced` in place of their length, where the rest never comes. */
export class RawAnswer extends Error {
  readonly bytes: Buffer
  readonly announced: number

  constructor(bytes: Buffer, announced = bytes.length) {
    super('bytes in place of an answer')
    this.bytes = bytes
    this.announced = announced
  }
}

/** The client's connection is cut in place of an answer; with `forGood` the socket goes too. */
export class CutConnection extends Error {
  readonly forGood: boolean

  constructor(forGood: boolean) {
    super('the connection is cut')
    this.forGood = forGood
  }
}

/** A fault as it is seeded in one proxy. */
export class ActiveFault {
  readonly fault: Fault
  readonly memory = new Map<string, unknown>()
  readonly #endings: (() => void)[] = []
  #touched = 0
  #restarted = false

  constructor(fault: Fault) {
    this.fault = fault
  }

  /** How often it changed anything. */
  get touched(): number {
    return this.#touched
  }

  /** Whether the runtime ended a connection that was in use. */
  get restarted(): boolean {
    return this.#restarted
  }

  touch(): void {
    this.#touched++
  }

  /** The runtime ended a connection. */
  lost(): void {
    this.#restarted = true
  }

  atEnd(action: () => void): void {
    this.#endings.push(action)
  }

  /** Undoes what the fault set up for its own life. */
  end(): void {
    for (const action of this.#endings.splice(0)) action()
  }

  /** The hooks on the calls of an RPC. */
  on(method: MethodName): readonly CallHook[] {
    return this.fault.hooks.filter((it): it is CallHook => 'method' in it && it.method === method)
  }

  /** The host that URLs of the streaming server name, where the fault has one of its own. */
  streamingHost(): string | undefined {
    const hook = this.fault.hooks.find((it): it is AddressHook => 'streamingHost' in it)
    if (hook) this.touch()
    return hook?.streamingHost
  }

  /** The hooks on the connections of the streaming server. */
  taps(): readonly StreamTap[] {
    return this.fault.hooks.flatMap((it) => ('tap' in it ? [it.tap(() => this.touch())] : []))
  }
}

/** The RPCs a fault steps into; one in streams shows where a URL to them is asked for. */
export function methodsOf({ hooks }: Fault): readonly string[] {
  const methods = hooks.flatMap((it) =>
    'method' in it ? [it.method] : ['Exec', 'Attach', 'PortForward'],
  )
  return [...new Set(methods)]
}

/** What is wrong in a fault: a clause, and the hooks that make it so. */
export type Wrong = Pick<Fault, 'about' | 'hooks'>

/**
 * What a faulty runtime does, as a clause that follows "the runtime".
 *
 * @example
 * 'container.stop.forced/grace-cut-short': wrong(
 *   'kills at once whatever grace period was asked for',
 *   changesRequest('StopContainer', (it) => {
 *     it.timeout = 0n
 *   }),
 * ),
 */
export function wrong(about: string, ...hooks: readonly Hook[]): Wrong {
  return { about, hooks }
}

/** Faults by `REQUIREMENT/how-it-is-violated`. */
export function faults(entries: Readonly<Record<FaultId, Wrong>>): readonly Fault[] {
  return Object.entries(entries).map(([id, it]) => ({
    id: id as FaultId,
    requirement: id.slice(0, id.indexOf('/')) as RequirementId,
    ...it,
  }))
}
