import type {
  InvariantViolation,
  KnownFailure,
  KnownLeak,
  ListedDetail,
  ScenarioResult,
} from '../../reports/run-report.ts'
import {
  applies,
  type Circumstances,
  invariantOf,
  isExpired,
  type KnownFailureEntry,
  LEAK,
  listsLeak,
  listsViolation,
  namesDebris,
} from './entry.ts'

/** What a run showed beside its scenarios. */
interface Beside {
  readonly violations: readonly InvariantViolation[]
  readonly leaks: readonly string[]
}

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
  if (result.outcome === 'unclean') return judgeDebris(result, listed, here)
  if (result.outcome !== 'pass' || listed.every((it) => it.intermittent)) return result
  const message = 'listed as a known failure, but passed: take it off the list'
  return { ...result, outcome: 'unexpected-pass', message, known: asKnown(first, here) }
}

// Debris is no matter of the requirement, which passed: the outcome stays, and is known where all that is left is listed
// and all that is listed was left.
function judgeDebris(
  result: ScenarioResult,
  listed: readonly KnownFailureEntry[],
  here: Circumstances,
): ScenarioResult {
  const left = result.evidence?.leftovers ?? [result.message]
  const naming = listed.filter((it) => left.some((line) => namesDebris(it, line)))
  // One that has expired excuses nothing.
  const entry = naming.find((it) => isExpired(it, here)) ?? naming[0]
  const isStale = listed.some((it) => !it.intermittent && !naming.includes(it))
  if (!entry || isStale) return result
  const isListed = left.every((line) => naming.some((it) => namesDebris(it, line)))
  return isListed ? { ...result, known: asKnown(entry, here) } : result
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

/** What was left on the host in the light of the entries; one that has expired excuses nothing. */
export function judgeLeaks(
  all: readonly string[],
  entries: readonly KnownFailureEntry[],
  here: Circumstances,
): { readonly leaks: readonly string[]; readonly knownLeaks: readonly KnownLeak[] } {
  const counting = entries.filter((it) => applies(it, here) && !isExpired(it, here))
  const knownLeaks = all.flatMap((leak) => {
    const entry = counting.find((it) => listsLeak(it, leak))
    return entry ? [{ leak, known: asKnown(entry, here) }] : []
  })
  return { leaks: all.filter((leak) => !knownLeaks.some((it) => it.leak === leak)), knownLeaks }
}

/** Entries about invariants and leaks that apply here and were not borne out by a run: their ids, and the texts they name. */
export function idleEntries(
  { violations, leaks }: Beside,
  entries: readonly KnownFailureEntry[],
  here: Circumstances,
): readonly string[] {
  const isBorneOut = (it: KnownFailureEntry) =>
    violations.some((violation) => listsViolation(it, violation)) ||
    leaks.some((leak) => listsLeak(it, leak))
  return entries
    .filter((it) => invariantOf(it) !== undefined || it.id === LEAK)
    .filter((it) => !it.intermittent && applies(it, here) && !isBorneOut(it))
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
