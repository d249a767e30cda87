import type {
  InvariantViolation,
  KnownFailure,
  ListedDetail,
  ScenarioResult,
} from '../../reports/run-report.ts'
import {
  applies,
  type Circumstances,
  invariantOf,
  isExpired,
  type KnownFailureEntry,
  listsViolation,
} from './entry.ts'

/** A result in the light of the entries: an expected failure is known, a listed pass unexpected. */
export function judgeKnown(
  result: ScenarioResult,
  entries: readonly KnownFailureEntry[],
  here: Circumstances,
): ScenarioResult {
  const listed = entries.filter((it) => it.id === result.id && applies(it, here))
  const [first] = listed
  if (!first) return result
  if (result.outcome === 'fail') {
    const entry = listed.find(({ message = '' }) => textOf(result).includes(message))
    if (!entry) return result
    const known = asKnown(entry, here)
    // Past its last day it is a failure like any other, and the report says why it was none before.
    return { ...result, known, ...(known.expired ? {} : { outcome: 'known-failure' as const }) }
  }
  if (result.outcome !== 'pass' || listed.every((it) => it.intermittent)) return result
  const message = 'listed as a known failure, but passed: take it off the list'
  return { ...result, outcome: 'unexpected-pass', message, known: asKnown(first, here) }
}

/** What a run is to tell apart among the violations of an invariant, so that none hides behind a known one. */
export function listedDetails(
  entries: readonly KnownFailureEntry[],
  here: Circumstances,
): readonly ListedDetail[] {
  return entries.flatMap((it) => {
    const invariant = invariantOf(it)
    if (invariant === undefined || !applies(it, here)) return []
    return [{ invariant, text: it.message ?? '' }]
  })
}

/** The violations in the light of the entries. */
export function judgeInvariants(
  violations: readonly InvariantViolation[],
  entries: readonly KnownFailureEntry[],
  here: Circumstances,
): readonly InvariantViolation[] {
  return violations.map((violation) => {
    const entry = entries.find((it) => listsViolation(it, violation) && applies(it, here))
    return entry ? { ...violation, known: asKnown(entry, here) } : violation
  })
}

/** Entries about invariants that apply here and were not borne out by a run: their ids, and the texts they name. */
export function idleInvariantEntries(
  violations: readonly InvariantViolation[],
  entries: readonly KnownFailureEntry[],
  here: Circumstances,
): readonly string[] {
  return entries
    .filter(
      (it) =>
        invariantOf(it) !== undefined &&
        !it.intermittent &&
        applies(it, here) &&
        !violations.some((violation) => listsViolation(it, violation)),
    )
    .map(({ id, message }) => (message === undefined ? id : `${id} ${JSON.stringify(message)}`))
}

function textOf({ message, actual, expected }: ScenarioResult): string {
  return [message, actual, expected].filter(Boolean).join('\n')
}

function asKnown(entry: KnownFailureEntry, here: Circumstances): KnownFailure {
  const { reason, link, expires } = entry
  return {
    reason,
    ...(link === undefined ? {} : { link }),
    ...(expires === undefined ? {} : { expires }),
    expired: isExpired(entry, here),
  }
}
