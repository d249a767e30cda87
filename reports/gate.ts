import type { InvariantViolation, Level, RunReport } from './run-report.ts'
import { isKnown, isKnownDebris } from './summary.ts'

/** What the gate looks at. */
export interface GateOptions {
  /** The lowest level whose unexpected failures count. */
  readonly failOn: 'must' | 'should'
  /** An undecided must fails the gate too. */
  readonly strict: boolean
}

/** The exit code of a run that came to a report, and why, a line for each reason. */
export interface GateDecision {
  readonly exitCode: 0 | 1 | 4 | 130
  readonly reasons: readonly string[]
}

/**
 * The exit code a report leads to: 130 interrupted, 4 crivet itself failed, 1 the runtime did, 0 it
 * did not. Codes 2 and 3 are those of errors thrown before there is a report.
 */
export function exitCode(report: RunReport, options: GateOptions): GateDecision['exitCode'] {
  return passGate(report, options).exitCode
}

/**
 * Decides the gate. A scenario that ends in `error` or `blocked` is no failure of the runtime and
 * leaves its requirement undecided, which counts with `strict` only; but where nothing at all could
 * be decided, or an error happened outside of any scenario, no other code would be honest than 4.
 */
export function passGate(report: RunReport, { failOn, strict }: GateOptions): GateDecision {
  if (report.interrupted) return { exitCode: 130, reasons: ['the run was interrupted'] }
  const ours = ownTrouble(report)
  if (ours.length > 0) return { exitCode: 4, reasons: ours }
  const reasons = [...findings(report, failOn), ...(strict ? undecidedMusts(report) : [])]
  return { exitCode: reasons.length > 0 ? 1 : 0, reasons }
}

const DECIDED = new Set<string>([
  'pass',
  'fail',
  'known-failure',
  'unexpected-pass',
  'unclean',
  'flaky',
])

const BROKEN = new Set<string>(['fail', 'flaky', 'known-failure'])

function ownTrouble({ unhandled, scenarios }: RunReport): readonly string[] {
  if (unhandled.length > 0) return [`${unhandled.length} error(s) outside of any scenario`]
  const stuck = scenarios.filter(({ outcome }) => outcome === 'error' || outcome === 'blocked')
  if (stuck.length === 0 || scenarios.some(({ outcome }) => DECIDED.has(outcome))) return []
  return [`nothing could be decided: ${stuck.length} scenario(s) ended in an error of crivet's`]
}

// Debris, and entries of the known-failures file that are out of date, count at any level.
function findings(report: RunReport, failOn: 'must' | 'should'): readonly string[] {
  const failed = report.scenarios.flatMap((scenario) => {
    const { id, outcome, level, known } = scenario
    if (known?.expired && BROKEN.has(outcome)) {
      return [`${id}: known failure expired ${known.expires ?? ''}`.trim()]
    }
    if (outcome === 'unexpected-pass') return [`${id}: listed as a known failure, but passed`]
    if (outcome === 'unclean') {
      return isKnownDebris(scenario) ? [] : [`${id}: left debris on the host`]
    }
    if ((outcome === 'fail' || outcome === 'flaky') && counts(level, failOn)) {
      return [`${id}: ${outcome === 'fail' ? 'failed' : 'failed at times'} (${level})`]
    }
    return []
  })
  const violated = report.invariants
    .filter((it) => failsGate(it, failOn))
    .map(({ id, count }) => `invariant ${id}: violated ${count} time(s)`)
  const idle = report.idleKnownFailures.map((id) => `${id}: listed as a known failure, but held`)
  const ended = report.bailed ? ['--bail ended the run before all was run'] : []
  const leaks = report.leaks.length > 0 ? [`${report.leaks.length} leak(s) on the host`] : []
  return [...ended, ...failed, ...violated, ...idle, ...leaks]
}

/** Whether a violated invariant fails the gate: of a level that counts, and not known. */
export function failsGate(violation: InvariantViolation, failOn: 'must' | 'should'): boolean {
  return counts(violation.level ?? 'should', failOn) && !isKnown(violation)
}

function counts(level: Level, failOn: 'must' | 'should'): boolean {
  return level === 'must' || (level === 'should' && failOn === 'should')
}

function undecidedMusts({ requirements }: RunReport): readonly string[] {
  return requirements
    .filter(({ level, outcome }) => level === 'must' && outcome === 'undecided')
    .map(({ id }) => `${id}: undecided`)
}
