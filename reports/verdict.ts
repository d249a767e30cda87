import { apiLevel, type MinorRpcs } from './api-level.ts'
import { profileCounts, requirementOutcomes } from './requirement-outcomes.ts'
import {
  type RequirementFacts,
  type RequirementResult,
  type RunFacts,
  type RunReport,
  SCHEMA_VERSION,
  type SelectionFacts,
  type Verdict,
} from './run-report.ts'
import { violatedInvariants } from './summary.ts'

/** What a run is judged against. */
export interface Yardstick {
  /** All requirements of the catalogue that apply to the platform. */
  readonly requirements: readonly RequirementFacts[]
  readonly minors: readonly MinorRpcs[]
}

/** Judges a run: the finished report, the same for the same facts. */
export function judgeRun(facts: RunFacts, yardstick: Yardstick): RunReport {
  const requirements = requirementOutcomes(yardstick.requirements, facts.scenarios)
  const decision = decide(facts, requirements)
  return {
    ...facts,
    schemaVersion: SCHEMA_VERSION,
    ...decision,
    apiLevel: facts.selection.partial ? null : apiLevel(yardstick.minors, requirements),
    profiles: profileCounts(requirements),
    scenarios: [...facts.scenarios].sort((a, b) => (a.id < b.id ? -1 : 1)),
    requirements,
  }
}

/** What a verdict is taken from. */
export type VerdictFacts = Pick<RunFacts, 'selection' | 'interrupted' | 'unhandled' | 'invariants'>

/**
 * The verdict and why. The first that applies: `partial`, `not-conformant`, `inconclusive`,
 * `conformant-with-gaps`, `conformant`. Known failures count as what they are: broken.
 */
export function decide(
  { selection, interrupted, unhandled, invariants }: VerdictFacts,
  requirements: readonly RequirementResult[],
): { readonly verdict: Verdict; readonly reason: string } {
  if (selection.partial) return { verdict: 'partial', reason: partialWords(selection) }
  const core = requirements.filter((it) => it.profile === 'core' && it.level === 'must')
  const broken = core.filter(({ outcome }) => outcome === 'broken')
  if (broken.length > 0) {
    return { verdict: 'not-conformant', reason: `${count(broken.length, 'core must')} broken` }
  }
  const doubt = doubts(core, interrupted, unhandled.length)
  if (doubt) return { verdict: 'inconclusive', reason: doubt }
  const kept = core.filter(({ outcome }) => outcome === 'kept')
  const untried = core.filter(({ outcome }) => outcome === 'untried').length
  const leftOut = core.filter(({ outcome }) => outcome === 'left-out').length
  const less = `${furtherWords(leftOut, 'left out')}${furtherWords(untried, 'without a scenario')}`
  const all = `${count(kept.length, 'core must')} kept, none broken${less}`
  const violated = violatedInvariants({ invariants }).length
  const gaps = [
    ...gapsAt('must', requirements),
    ...gapsAt('should', requirements),
    ...(violated > 0 ? [`${count(violated, 'invariant')} violated`] : []),
  ]
  if (gaps.length === 0) return { verdict: 'conformant', reason: all }
  return { verdict: 'conformant-with-gaps', reason: `${all}; ${gaps.join(', ')}` }
}

function partialWords({ shard }: SelectionFacts): string {
  return shard === undefined
    ? 'only a part of the suites was run'
    : `only shard ${shard} of the suites was run`
}

// A verdict must not sound as if it rested on more than was looked at.
function furtherWords(n: number, what: string): string {
  return n === 0 ? '' : `, ${n} ${what}`
}

function doubts(
  core: readonly RequirementResult[],
  interrupted: boolean,
  unhandled: number,
): string | undefined {
  const undecided = core.filter(({ outcome }) => outcome === 'undecided').length
  if (undecided > 0) return `${count(undecided, 'core must')} undecided`
  // An error nobody expected may have spoilt any scenario, also one that passed.
  if (unhandled > 0) return `${count(unhandled, 'error')} of crivet outside of any scenario`
  if (interrupted && core.some(({ outcome }) => outcome === 'untried')) {
    return 'the run was interrupted before all core musts were tried'
  }
  if (!core.some(({ outcome }) => outcome === 'kept')) return 'no core must was decided'
  return undefined
}

function gapsAt(
  level: 'must' | 'should',
  requirements: readonly RequirementResult[],
): readonly string[] {
  const broken = requirements.filter((it) => it.level === level && it.outcome === 'broken').length
  const what = level === 'must' ? 'must of other profiles' : 'should'
  return broken > 0 ? [`${count(broken, what)} broken`] : []
}

function count(n: number, what: string): string {
  if (n === 1) return `1 ${what}`
  return `${n} ${what.replace(/^(core must|must|should|invariant|error)/, '$1s')}`
}
