import imported, { type Builder, type TestCase } from 'junit-report-builder'
import type { InvariantViolation, Outcome, RunReport, ScenarioResult } from './run-report.ts'
import {
  isKnown,
  isKnownDebris,
  knownLeakLines,
  reasonOf,
  targetLine,
  violatedInvariants,
  violationText,
} from './summary.ts'
import { bounded, oneLine, printable } from './text.ts'

const LONGEST_BODY = 32 * 1024
const LONGEST_LOG = 64 * 1024

/** The report as `junit.xml`: a suite for each subject, a case for each scenario. */
export function junitReport(report: RunReport): string {
  const builder = junit.newBuilder().name(attribute(`crivet ${report.crivet.version}`))
  for (const name of new Set(report.scenarios.map(({ suite }) => suite))) {
    const members = report.scenarios.filter(({ suite }) => suite === name)
    const total = members.reduce((sum, { durationMs }) => sum + durationMs, 0)
    const suite = builder.testSuite().name(attribute(name)).time(seconds(total))
    suite.timestamp(attribute(report.startedAt)).property('target', attribute(targetLine(report)))
    suite.property('verdict', report.verdict)
    for (const scenario of members) describe(suite.testCase(), scenario)
  }
  const beside = besideScenarios(report)
  if (beside.length > 0) {
    const suite = builder.testSuite().name('run').timestamp(attribute(report.startedAt))
    for (const finding of beside) describeFinding(suite.testCase(), finding)
  }
  return builder.build()
}

interface Finding {
  readonly name: string
  readonly kind: 'failure' | 'error' | 'skipped'
  readonly text: string
}

// What the gate looks at and no scenario tells: a reader of this file alone must not miss it.
function besideScenarios(report: RunReport): readonly Finding[] {
  const { invariants, leaks, idleKnownFailures: idle, unhandled } = report
  const knownLeaks = knownLeakLines(report)
  return [
    ...violatedInvariants({ invariants }).map((id) =>
      invariantFinding(invariants.filter((it) => it.id === id)),
    ),
    ...(leaks.length > 0
      ? [{ name: 'host.leaks', kind: 'failure', text: leaks.join('\n') } as const]
      : []),
    ...(knownLeaks.length > 0
      ? [{ name: 'host.known-leaks', kind: 'skipped', text: knownLeaks.join('\n') } as const]
      : []),
    ...(idle.length > 0
      ? [{ name: 'known-failures.held', kind: 'failure', text: idle.join('\n') } as const]
      : []),
    ...(unhandled.length > 0
      ? [{ name: 'crivet.errors', kind: 'error', text: unhandled.join('\n') } as const]
      : []),
  ]
}

// One case for all ways of violating one, as a reader follows a case by its name from run to run.
function invariantFinding(ways: readonly InvariantViolation[]): Finding {
  const unknown = ways.filter((it) => !isKnown(it))
  const kind = unknown.length > 0 ? 'failure' : 'skipped'
  const told = unknown.length > 0 ? unknown : ways
  return { name: `invariant.${told[0]?.id}`, kind, text: told.map(violationText).join('\n') }
}

function describeFinding(testCase: TestCase, { name, kind, text }: Finding): void {
  testCase.name(attribute(name)).className('run').time(0)
  const message = attribute(text)
  if (kind === 'failure') testCase.failure(message).stacktrace(content(text, LONGEST_BODY))
  else if (kind === 'error') testCase.error(message, 'error', content(text, LONGEST_BODY))
  else skip(testCase, message)
}

// The library is CommonJS and exports its builder itself; its types tell of a `default` inside.
const junit = imported as unknown as Builder

const FAILURES: readonly Outcome[] = ['fail', 'unexpected-pass', 'unclean', 'flaky']
const ERRORS: readonly Outcome[] = ['error', 'blocked']

function describe(testCase: TestCase, scenario: ScenarioResult): void {
  const { id, suite, outcome, durationMs, requirement, level, profile, rpcs, evidence } = scenario
  testCase.name(attribute(id)).className(attribute(suite)).time(seconds(durationMs))
  testCase.property('outcome', outcome).property('requirement', attribute(requirement))
  testCase.property('level', level).property('profile', profile)
  testCase.property('rpcs', attribute(rpcs.join(' ')))
  if (outcome === 'pass') return
  const reason = attribute(`${outcome}: ${reasonOf(scenario)}`)
  if (isKnownDebris(scenario)) skip(testCase, reason)
  else if (FAILURES.includes(outcome)) testCase.failure(reason, outcome).stacktrace(body(scenario))
  else if (ERRORS.includes(outcome)) testCase.error(reason, outcome, body(scenario))
  else skip(testCase, reason)
  if (evidence?.transcript) testCase.standardOutput(content(evidence.transcript, LONGEST_LOG))
}

// The library writes `<skipped/>` alone; readers show the reason from its `message`.
function skip(testCase: TestCase, reason: string): void {
  testCase.skipped()
  const build = testCase.build.bind(testCase)
  testCase.build = (parent) => {
    const element = build(parent)
    for (const child of element.children) {
      if ('name' in child && child.name === 'skipped') {
        ;(child as typeof element).att('message', reason)
      }
    }
    return element
  }
}

function body(scenario: ScenarioResult): string {
  const { message, expected, actual, diff, stack, evidence } = scenario
  const section = (title: string, text: string | undefined) => (text ? [`${title}:\n${text}`] : [])
  const parts = [
    message || reasonOf(scenario),
    ...section('Expected', expected),
    ...section('Actual', actual),
    ...section('Difference', diff),
    ...section('Left behind', evidence?.leftovers?.join('\n')),
    ...section('Reproduce', evidence?.reproduction?.join('\n')),
    ...section('Host', evidence?.host?.join('\n')),
    ...(evidence?.containerLogs ?? []).flatMap(({ id, text }) => section(`Log of ${id}`, text)),
    ...section('Stack', stack),
  ]
  return content(parts.map((part) => bounded(part, LONGEST_BODY / 4)).join('\n\n'), LONGEST_BODY)
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000
}

function attribute(text: string): string {
  return legal(oneLine(text, 1000))
}

// The library splits only the first end mark of a CDATA section; the others are split here.
function content(text: string, longest: number): string {
  const clean = legal(printable(bounded(text, longest)))
  const first = clean.indexOf(']]>')
  if (first === -1) return clean
  const rest = first + ']]>'.length
  return clean.slice(0, rest) + clean.slice(rest).replaceAll(']]>', ']]]]><![CDATA[>')
}

function legal(text: string): string {
  return text.replace(/[\ufffe\uffff]/g, '\ufffd')
}
