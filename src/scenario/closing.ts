import type { InvariantViolation } from '../../reports/run-report.ts'

/** What a run knows when all scenarios are over. */
export interface Closing {
  /** What scenarios shared and could not be removed, a line each. */
  readonly leftovers: readonly string[]
  readonly violations: readonly InvariantViolation[]
  /** Invariants that broke themselves, as stacks: crivet is at fault. */
  readonly unhandled: readonly string[]
  /** RPCs that answered with anything but UNIMPLEMENTED. */
  readonly answered: readonly string[]
  /** The ids of all pods and containers that were made. */
  readonly made: readonly string[]
}
