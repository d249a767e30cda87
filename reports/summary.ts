import {
  type InvariantViolation,
  type KnownFailure,
  type Level,
  OUTCOMES,
  type Outcome,
  type ProfileCounts,
  type RequirementResult,
  type RunReport,
  type ScenarioResult,
} from './run-report.ts'
import type { TargetFacts } from './surroundings.ts'
import { oneLine } from './text.ts'

/** A requirement that is not kept, with the scenarios that show it. */
export interface BrokenRequirement {
  readonly requirement: RequirementResult
  readonly scenarios: readonly ScenarioResult[]
}

/** The broken requirements, the gravest first: core musts, other musts, shoulds, mays. */
export function brokenRequirements(report: RunReport): readonly BrokenRequirement[] {
  const broken = report.requirements.filter(({ outcome }) => outcome === 'broken')
  return [...broken]
    .sort((a, b) => gravity(a) - gravity(b))
    .map((requirement) => ({
      requirement,
      scenarios: report.scenarios.filter(
        (it) => it.requirement === requirement.id && BROKEN.includes(it.outcome),
      ),
    }))
}

/** Scenarios that need a person's eye although no requirement is broken by them. */
export function otherFindings(report: RunReport): readonly ScenarioResult[] {
  return report.scenarios
    .filter(({ outcome }) => FINDINGS.includes(outcome))
    .sort((a, b) => FINDINGS.indexOf(a.outcome) - FINDINGS.indexOf(b.outcome))
}

/** The ids of the invariants that were violated, in whichever ways. */
export function violatedInvariants({
  invariants,
}: Pick<RunReport, 'invariants'>): readonly string[] {
  return [...new Set(invariants.map(({ id }) => id))]
}

/** Whether a failure, or a violation, is one that is known to this day. */
export function isKnown({ known }: { readonly known?: KnownFailure | undefined }): boolean {
  return known?.expired === false
}

/** Whether a scenario that passed left debris that it is known to leave. */
export function isKnownDebris(scenario: ScenarioResult): boolean {
  return scenario.outcome === 'unclean' && isKnown(scenario)
}

/** Leaks that are known, a line each. */
export function knownLeakLines({ knownLeaks = [] }: Pick<RunReport, 'knownLeaks'>): string[] {
  return knownLeaks.map(({ leak, known }) => `${leak} (known: ${known.reason})`)
}

/** What does not hold, how often and where first. */
export function violationText({ statement, count, first }: InvariantViolation): string {
  const { scenario, call, detail } = first
  return `${statement} (${count} times; first in ${scenario}, ${call}: ${detail})`
}

/** How many scenarios ended how, the most urgent outcome first, none with zero. */
export function outcomeCounts({
  scenarios,
}: Pick<RunReport, 'scenarios'>): readonly { readonly outcome: Outcome; readonly count: number }[] {
  return OUTCOMES.map((outcome) => ({
    outcome,
    count: scenarios.filter((it) => it.outcome === outcome).length,
  })).filter(({ count }) => count > 0)
}

/** Scenarios that were not tried, by outcome and reason, the largest groups first. */
export function untriedGroups(report: RunReport): readonly {
  readonly outcome: Outcome
  readonly reason: string
  readonly ids: readonly string[]
}[] {
  const groups = new Map<string, { outcome: Outcome; reason: string; ids: string[] }>()
  for (const scenario of report.scenarios) {
    const { outcome, id } = scenario
    if (!UNTRIED.includes(outcome)) continue
    const reason = reasonOf(scenario)
    const key = `${outcome} ${reason}`
    const group = groups.get(key) ?? { outcome, reason, ids: [] }
    groups.set(key, group)
    group.ids.push(id)
  }
  return [...groups.values()].sort(
    (a, b) =>
      UNTRIED.indexOf(a.outcome) - UNTRIED.indexOf(b.outcome) || b.ids.length - a.ids.length,
  )
}

/** The columns of a table of profiles, with their titles. */
export const PROFILE_COLUMNS: readonly (readonly [keyof ProfileCounts, string])[] = [
  ['kept', 'kept'],
  ['broken', 'broken'],
  ['undecided', 'undecided'],
  ['unsupported', 'unsupported'],
  ['notApplicable', 'not applicable'],
  ['leftOut', 'left out'],
  ['untried', 'untried'],
]

/** Why a scenario did not pass, in a line. */
export function reasonOf({ notGiven, probe, message, known }: ScenarioResult): string {
  if (notGiven?.length) return `the run was not given: ${notGiven.join(', ')}`
  if (probe) return oneLine(`${probe.question}: ${probe.answer}`)
  return oneLine(known ? `${message} (known: ${known.reason})` : message)
}

/** What was vetted, in a line. */
export function targetLine({ target }: Pick<RunReport, 'target'>): string {
  const { runtimeName, runtimeVersion, apiVersion, endpoint } = target
  const handler = handlerOf(target)
  const parts = [`${runtimeName} ${runtimeVersion}`, `CRI ${apiVersion}`]
  if (handler) parts.push(handler)
  return oneLine([...parts, endpoint].join(' · '))
}

/** The handler that was vetted, in words; undefined for a default that the runtime does not tell. */
export function handlerOf({ handler, defaultHandler }: TargetFacts): string | undefined {
  if (handler) return `handler ${handler}`
  return defaultHandler ? `handler ${defaultHandler} (default)` : undefined
}

/** The API level in a line, undefined where the run cannot tell. */
export function apiLevelLine({ apiLevel }: Pick<RunReport, 'apiLevel'>): string | undefined {
  if (!apiLevel) return undefined
  const { minor, next } = apiLevel
  const level = minor === null ? 'none' : `Kubernetes ${minor}`
  if (!next) return level
  const missing = [...next.rpcs, ...next.requirements]
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : ''
  return oneLine(`${level}; ${next.minor} needs ${missing.slice(0, 3).join(', ')}${more}`)
}

const BROKEN: readonly Outcome[] = ['fail', 'flaky', 'known-failure']
const FINDINGS: readonly Outcome[] = ['unexpected-pass', 'unclean', 'error', 'blocked']
const UNTRIED: readonly Outcome[] = ['unsupported', 'not-applicable', 'skipped', 'interrupted']
const LEVELS: readonly Level[] = ['must', 'should', 'may']

function gravity({ level, profile }: RequirementResult): number {
  return LEVELS.indexOf(level) * 2 + (profile === 'core' ? 0 : 1)
}
