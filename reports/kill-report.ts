import type { Level } from './run-report.ts'

/**
 * What became of a seeded fault: `not-triggered` ones never changed anything in the scenarios that were tried;
 * `unclaimed` ones violate a requirement that no scenario claims, or none that passes without a fault.
 */
export type KillOutcome = (typeof KILL_OUTCOMES)[number]

/** The outcomes in the order tables show them. */
export const KILL_OUTCOMES = [
  'survived',
  'unclaimed',
  'not-triggered',
  'interrupted',
  'killed',
] as const

/** A scenario that was tried on a fault. */
export interface Attempt {
  readonly scenario: string
  /** The requirement it blames. */
  readonly requirement: string
  readonly outcome: string
  readonly message: string
}

/** Whether the scenario noticed the fault. */
export function noticed({ outcome }: Pick<Attempt, 'outcome'>): boolean {
  return outcome === 'fail' || outcome === 'unclean'
}

/** A seeded fault and who noticed it. */
export interface KillResult {
  readonly fault: string
  readonly requirement: string
  readonly level: Level
  readonly about: string
  readonly outcome: KillOutcome
  /** The runtime, where it is not the report's: some offer more than others. */
  readonly on?: string
  /** The first scenario that noticed it; absent where only invariants did, or nobody. */
  readonly noticedBy?: Attempt
  /** Whether that scenario blames the requirement that the fault violates. */
  readonly blamesRight?: boolean
  /** The invariants that were violated meanwhile, and are not without the fault. */
  readonly invariants: readonly string[]
  /** The scenarios that claim the requirement. */
  readonly claimedBy: readonly string[]
  /** All that were tried, in their order. */
  readonly tried: readonly Attempt[]
  readonly durationMs: number
}

/** What `crivet mutants` has to say; what `mutants.json` holds. */
export interface KillReport {
  readonly crivet: { readonly version: string }
  readonly startedAt: string
  readonly durationMs: number
  readonly runtime: { readonly name: string; readonly version: string }
  /** Of the run without a fault, through the same proxy. */
  readonly unmutated: {
    readonly outcomes: Readonly<Record<string, number>>
    readonly invariants: readonly string[]
  }
  readonly results: readonly KillResult[]
  /** Passed without a fault, were tried on at least one, and noticed none. */
  readonly idleScenarios: readonly string[]
  /** Requirements that a scenario claims and that no fault violates. */
  readonly withoutFault: readonly string[]
  /** Errors outside of any scenario, as stacks: a scenario or crivet itself is at fault. */
  readonly unhandled: readonly string[]
}
