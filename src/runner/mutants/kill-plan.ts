import type { ScenarioResult } from '../../../reports/run-report.ts'

/** What is known of a scenario from the run without a fault. */
export type KnownScenario = Pick<
  ScenarioResult,
  'id' | 'requirement' | 'also' | 'outcome' | 'rpcs' | 'fields' | 'durationMs'
>

/** Which faults are tried, and what the run without one showed. */
export interface KillPlan {
  /** Ids of the catalogue, in the order they are begun. */
  readonly faults: readonly string[]
  readonly known: readonly KnownScenario[]
  /** Ids of invariants that are violated without a fault. */
  readonly violated: readonly string[]
  /** How many scenarios that do not claim the requirement may be tried on a fault. */
  readonly others: number
  /** All that claim the requirement are tried, also after the first that notices. */
  readonly thorough: boolean
  /** When to stop, as `Date.now()` tells it. */
  readonly stopAtMs: number | undefined
}

declare module 'vitest' {
  interface ProvidedContext {
    killPlan: KillPlan
  }
}
