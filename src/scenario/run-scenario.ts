import type { Evidence, ScenarioResult } from '../../reports/run-report.ts'
import type { Probe } from '../../reports/surroundings.ts'
import { REQUIREMENTS } from '../spec/gen/requirements.ts'
import { createScope } from './create-scope.ts'
import { type ScenarioDefinition, suiteOf } from './definition.ts'
import { collectEvidence } from './evidence.ts'
import { prepareFixtures } from './fixtures/fixtures.ts'
import { gate } from './gate.ts'
import type { Harness } from './harness.ts'
import { type Judgement, judge } from './judgement.ts'
import { leftovers } from './leftovers.ts'
import { NotGiven } from './not-given.ts'
import { RuntimeFault } from './runtime-fault.ts'
import { type Scope, withinScope } from './scope.ts'
import { SetupFailure } from './setup-failure.ts'
import { TIMEOUTS } from './timeouts.ts'

type Verdict =
  | Judgement
  | { readonly outcome: 'pass' | 'interrupted'; readonly message: string }
  | {
      readonly outcome: 'unsupported' | 'not-applicable'
      readonly message: string
      readonly probe: Probe
    }
  | {
      readonly outcome: 'skipped'
      readonly message: string
      readonly notGiven: readonly [string]
    }

/**
 * Runs one scenario from its gate to its cleanup and says what came of it; never throws.
 * `interrupt` ends it early; its cleanup runs all the same.
 */
export async function runScenario(
  definition: ScenarioDefinition,
  harness: Harness,
  key: string,
  interrupt: AbortSignal,
): Promise<ScenarioResult> {
  if (!definition.keystone) await harness.keystones.settled()
  const startedAt = new Date()
  const startedMs = performance.now()
  const limit = TIMEOUTS[definition.timeout ?? 'scenario'] * harness.target.timeoutScale
  const time = AbortSignal.timeout(limit)
  const scope = createScope(harness, key, AbortSignal.any([interrupt, time]), definition.id)
  const verdict = await withinScope(scope, () => attempt(definition, scope, time, interrupt))
  const failed = verdict.outcome !== 'pass' && !('probe' in verdict) && !('notGiven' in verdict)
  const evidence = failed ? await collectEvidence(scope) : undefined
  const left = await cleanUp(scope)
  const { level, profile, rpcs } = REQUIREMENTS[definition.requirement]
  if (definition.keystone) {
    const passed = verdict.outcome === 'pass' || verdict.outcome === 'skipped'
    harness.keystones.settle(definition.id, rpcs[0], passed)
  }
  return {
    id: definition.id,
    suite: suiteOf(definition.id),
    level,
    profile,
    requirement: definition.requirement,
    also: definition.also ?? [],
    rpcs: scope.transcript.methods,
    fields: { set: scope.fields.set, read: scope.fields.read },
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - startedMs),
    ...settle(verdict, left),
    ...withEvidence(evidence, left),
  }
}

async function attempt(
  definition: ScenarioDefinition,
  scope: Scope,
  time: AbortSignal,
  interrupt: AbortSignal,
): Promise<Verdict> {
  const keystones = definition.keystone ? undefined : scope.harness.keystones
  const lost = await scope.harness.watch.lost()
  if (lost !== undefined) return blockedBy(lost)
  try {
    const refusal = await gate(definition, scope)
    if (refusal)
      return { ...refusal, message: `${refusal.probe.question}: ${refusal.probe.answer}` }
    const fixtures = await prepareFixtures(definition.body, scope)
    await Promise.race([definition.body(fixtures), rejectOn(scope.signal)])
    return { outcome: 'pass', message: '' }
  } catch (error) {
    const cause = error instanceof SetupFailure ? error.cause : error
    if (cause instanceof NotGiven) {
      return { outcome: 'skipped', message: cause.message, notGiven: [cause.what] }
    }
    if (interrupt.aborted) return { outcome: 'interrupted', message: 'the run was interrupted' }
    if (time.aborted) return judge(outOfTime(scope, error), keystones)
    return judge(error, keystones)
  }
}

// Its end is told by the scenarios that saw it; what comes after cannot be judged.
function blockedBy(lost: string): Verdict {
  const probe = { question: 'the runtime still listens', answer: lost }
  return { outcome: 'blocked', message: `the runtime is gone: ${lost}`, probe }
}

// How long ago a call may have ended to count as cut off by the end of the time, which is noticed at once.
const JUST_NOW_MS = 1_000

// A runtime that keeps a scenario waiting is at fault; a body that waits for itself is ours.
function outOfTime({ transcript }: Scope, cause: unknown): Error {
  // The end of the time has cut calls off already, or is about to; those the scenario left before are not meant.
  const since = Date.now() - JUST_NOW_MS
  const cut = transcript.records.filter(
    ({ error, startedAtMs, tookMs }) => error?.source === 'client' && startedAtMs + tookMs >= since,
  )
  const waiting = [...new Set([...transcript.unanswered, ...cut.map(({ method }) => method)])]
  const what = waiting.length > 0 ? `waiting for ${waiting.join(', ')}` : 'no call was under way'
  const message = `the scenario's time was over; ${what}`
  return waiting.length > 0 ? new RuntimeFault(message, { cause }) : new Error(message, { cause })
}

async function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

async function cleanUp(scope: Scope): Promise<readonly string[]> {
  // Where nobody listens nothing can be removed; the census tells what is left.
  if ((await scope.harness.watch.lost()) !== undefined) return []
  const failures = await scope.cleanUp()
  try {
    return [...failures, ...(await leftovers(scope))]
  } catch (error) {
    return [...failures, `looking for leftovers: ${error instanceof Error ? error.message : error}`]
  }
}

function settle(verdict: Verdict, left: readonly string[]) {
  if (verdict.outcome !== 'pass' || left.length === 0) return verdict
  return { outcome: 'unclean' as const, message: `left behind: ${left.join('; ')}` }
}

function withEvidence(evidence: Evidence | undefined, left: readonly string[]) {
  if (!evidence && left.length === 0) return {}
  return { evidence: { ...evidence, leftovers: left } }
}
