import type { InvariantViolation } from '../../reports/run-report.ts'

/** A failure that is known: listed ones still run, and must fail as listed. */
export interface KnownFailureEntry {
  /** A scenario's id, `invariant:` and an invariant's, or `leak`. */
  readonly id: string
  /** Where it is known; everywhere if absent. All that is given must hold. */
  readonly when?: KnownFailureConditions
  /** A part of the failure's text, or the leak's; any other failure of the scenario is a new one. */
  readonly message?: string
  readonly reason: string
  /** A race, which not every run shows: a pass is not unexpected then. */
  readonly intermittent?: true
  readonly link?: string
  /** The last day it counts, as `2026-12-31`. */
  readonly expires?: string
}

/** Of the target and its host. */
export interface KnownFailureConditions {
  /** As Version names it. */
  readonly runtime?: string
  /** Comparisons separated by blanks, such as `>=2.0 <2.2`. */
  readonly version?: string
  readonly handler?: string
  /** Comparisons, as for `version`. */
  readonly kernel?: string
  readonly cgroup?: 'v1' | 'v2'
}

/** What the conditions are held against. */
export interface Circumstances {
  readonly runtime: string
  readonly version: string
  readonly handler: string
  readonly kernel: string
  readonly cgroup: string
  /** As `2026-12-31`. */
  readonly today: string
}

const INVARIANT = 'invariant:'

/** The id under which an invariant is listed. */
export function invariantEntryId(invariant: string): string {
  return `${INVARIANT}${invariant}`
}

/** The id of the invariant that an entry is about; undefined where it is about a scenario. */
export function invariantOf({ id }: Pick<KnownFailureEntry, 'id'>): string | undefined {
  return id.startsWith(INVARIANT) ? id.slice(INVARIANT.length) : undefined
}

/** Whether an entry, wherever it applies, is about what was found. */
export function listsViolation(
  entry: KnownFailureEntry,
  { id, first }: Pick<InvariantViolation, 'id' | 'first'>,
): boolean {
  return invariantOf(entry) === id && first.detail.includes(entry.message ?? '')
}

/** The id under which what a runtime leaves on the host is listed. */
export const LEAK = 'leak'

/** Whether an entry, wherever it applies, is about this leak. */
export function listsLeak({ id, message = '' }: KnownFailureEntry, leak: string): boolean {
  return id === LEAK && leak.includes(message)
}

/** Whether an entry of a scenario names what it left behind. */
export function namesDebris({ message }: KnownFailureEntry, line: string): boolean {
  return message !== undefined && line.includes(message)
}

/** Whether an entry is about this target. */
export function applies({ when = {} }: KnownFailureEntry, here: Circumstances): boolean {
  return (
    (when.runtime === undefined || when.runtime === here.runtime) &&
    (when.handler === undefined || when.handler === here.handler) &&
    (when.cgroup === undefined || when.cgroup === here.cgroup) &&
    (when.version === undefined || inRange(here.version, when.version)) &&
    (when.kernel === undefined || inRange(here.kernel, when.kernel))
  )
}

/** Whether the day an entry counts to is over. */
export function isExpired({ expires }: KnownFailureEntry, { today }: Circumstances): boolean {
  return expires !== undefined && expires < today
}

const COMPARISON = /^(<=|>=|<|>|=)(\d+(?:\.\d+)*)$/

/** The comparisons of a range; undefined where it is none. */
export function parseRange(
  range: string,
): readonly { readonly operator: string; readonly version: string }[] | undefined {
  const parts = range
    .trim()
    .split(/\s+/)
    .map((part) => COMPARISON.exec(part))
  if (parts.some((part) => part === null)) return undefined
  return parts.map((part) => ({ operator: part?.[1] ?? '', version: part?.[2] ?? '' }))
}

function inRange(version: string, range: string): boolean {
  return (parseRange(range) ?? []).every(({ operator, version: bound }) => {
    const order = compareVersions(version, bound)
    if (operator === '<') return order < 0
    if (operator === '<=') return order <= 0
    if (operator === '>') return order > 0
    return operator === '>=' ? order >= 0 : order === 0
  })
}

// As many numbers as the bound has: 1.7.24~ds1 is not above 1.7, and is =1.7.
function compareVersions(version: string, bound: string): number {
  const numbers = /^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? '0'
  const [a, b] = [numbers, bound].map((text) => text.split('.').map(Number)) as [number[], number[]]
  for (const [index, wanted] of b.entries()) {
    const difference = (a[index] ?? 0) - wanted
    if (difference !== 0) return difference
  }
  return 0
}
