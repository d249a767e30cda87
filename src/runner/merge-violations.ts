import type { InvariantViolation } from '../../reports/run-report.ts'
import { isKnown } from '../../reports/summary.ts'

/** Violations of several rounds or runs, counted together, each way by itself. */
export function mergeViolations(all: readonly InvariantViolation[]): readonly InvariantViolation[] {
  const byWay = new Map<string, InvariantViolation>()
  for (const violation of all) {
    const way = JSON.stringify([violation.id, violation.listed])
    const before = byWay.get(way)
    // Known on one node only, such as by its kernel: the other's is to be told.
    const told =
      before === undefined || (isKnown(before) && !isKnown(violation)) ? violation : before
    byWay.set(way, { ...told, count: violation.count + (before?.count ?? 0) })
  }
  return [...byWay.values()]
}
