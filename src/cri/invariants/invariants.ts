import type { InvariantViolation, ListedDetail } from '../../../reports/run-report.ts'
import type { CallObserver, CallRecord } from '../client.ts'
import type { MethodName } from '../gen/methods.ts'
import { callOf, describeCall, type StreamUnions } from './call.ts'
import type { Check } from './check.ts'
import { Known } from './known.ts'
import { CHECKS } from './table.ts'

/** Checks every answer of a run, whichever scenario it was for; never throws. */
export class Invariants {
  readonly #checks: readonly Check[]
  readonly #listed: readonly ListedDetail[]
  readonly #known = new Known()
  readonly #unions: StreamUnions = new WeakMap()
  readonly #violations = new Map<Check, Map<ListedDetail | undefined, Violation>>()
  readonly #errors = new Map<string, string>()

  /** `checks` in place of all there are. */
  constructor(listed: readonly ListedDetail[] = [], checks: readonly Check[] = CHECKS) {
    this.#listed = listed
    this.#checks = checks
  }

  /** What did not hold, in the order of the table: once per check, and once more for each listed way. */
  get violations(): readonly InvariantViolation[] {
    return this.#checks.flatMap((check) => {
      const { id, statement, level } = check
      const ways = [...(this.#violations.get(check) ?? [])]
      return ways.map(([way, found]) => ({
        id,
        statement,
        level,
        ...(way === undefined ? {} : { listed: way.text }),
        ...found,
      }))
    })
  }

  /** Checks that broke, once each, as stacks: crivet itself is at fault. */
  get errors(): readonly string[] {
    return [...this.#errors.values()]
  }

  /** Hears the calls of one scenario. */
  observer(scenario: string): CallObserver {
    return {
      onStart: (method, request) => this.#begin(method, request),
      onEnd: (record) => this.#end(scenario, record),
    }
  }

  #begin(method: MethodName, request: unknown): void {
    this.#guard(`start of ${method}`, () => this.#known.begin(method, request))
  }

  #end(scenario: string, record: CallRecord): void {
    const { method, error } = record
    if (error) {
      this.#guard(`failure of ${method}`, () => this.#known.fail(record))
      return
    }
    const call = this.#guard(`answer of ${method}`, () => callOf(record, this.#unions))
    if (!call) return
    for (const check of this.#checks) {
      this.#guard(check.id, () => {
        for (const detail of check.find(call, this.#known))
          this.#add(check, scenario, record, detail)
      })
    }
    this.#guard(`learning from ${method}`, () => this.#known.learn(call))
  }

  #add(check: Check, scenario: string, record: CallRecord, detail: string): void {
    const way = this.#listed.find((it) => it.invariant === check.id && detail.includes(it.text))
    const ways = this.#violations.get(check) ?? new Map()
    this.#violations.set(check, ways)
    const known = ways.get(way)
    if (known) known.count++
    else ways.set(way, { count: 1, first: { scenario, call: describeCall(record), detail } })
  }

  #guard<T>(what: string, action: () => T): T | undefined {
    try {
      return action()
    } catch (error) {
      // Once each: one broken check would else fill the report.
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
      if (!this.#errors.has(what)) this.#errors.set(what, `invariants, ${what}: ${stack}`)
      return undefined
    }
  }
}

interface Violation {
  count: number
  readonly first: InvariantViolation['first']
}
