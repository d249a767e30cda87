import type { InvariantViolation } from '../../reports/run-report.ts'
import type { FeatureFinding } from '../../reports/surroundings.ts'

/** What a run knows when all scenarios are over. */
export interface Closing {
  /** What scenarios shared and could not be removed, a line each. */
  readonly leftovers: readonly string[]
  readonly violations: readonly InvariantViolation[]
  /** Errors outside of any scenario, as stacks: crivet itself is at fault. */
  readonly unhandled: readonly string[]
  /** The optional features that scenarios asked for, with the probes that showed them. */
  readonly features: readonly FeatureFinding[]
  /** RPCs that answered with anything but UNIMPLEMENTED. */
  readonly answered: readonly string[]
  /** The ids of all pods and containers that were made. */
  readonly made: readonly string[]
}
