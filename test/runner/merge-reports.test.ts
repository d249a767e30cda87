import { expect, test } from 'vitest'
import { passGate } from '../../reports/gate.ts'
import type { NamedReport } from '../../reports/read-report.ts'
import type { Outcome, RunFacts, RunReport, ScenarioResult } from '../../reports/run-report.ts'
import { packageVersion } from '../../src/package-root.ts'
import { loadCatalogue } from '../../src/runner/catalogue.ts'
import { mergeReports } from '../../src/runner/merge-reports.ts'
import { facts, sampleReport, scenario } from '../reports/sample-report.ts'

const ID = 'container.stop.graceful-exit'

test.for<[first: Outcome, second: Outcome, merged: Outcome, message: string]>([
  ['pass', 'pass', 'pass', ''],
  ['pass', 'fail', 'fail', 'b: why'],
  ['fail', 'fail', 'fail', 'why'],
  ['fail', 'unexpected-pass', 'fail', 'a: why'],
  ['flaky', 'unclean', 'flaky', 'a: why'],
  ['known-failure', 'pass', 'known-failure', 'a: why'],
  ['known-failure', 'error', 'known-failure', 'a: why'],
  ['unexpected-pass', 'known-failure', 'known-failure', 'b: why'],
  ['unclean', 'error', 'error', 'b: why'],
  ['not-applicable', 'pass', 'pass', ''],
  ['pass', 'unsupported', 'pass', ''],
  ['unsupported', 'not-applicable', 'unsupported', 'a: why'],
  ['pass', 'error', 'error', 'b: why'],
  ['skipped', 'unsupported', 'unsupported', 'b: why'],
])('%s on one node, %s on another: %s', ([first, second, merged, message]) => {
  const { scenarios } = mergeReports([
    node('a', { scenarios: [ended(first)] }),
    node('b', { scenarios: [ended(second)] }),
  ])
  expect(scenarios).toMatchObject([{ id: ID, outcome: merged, message }])
})

test('an unexpected pass, debris or an expired entry in one report fails the gate of all', () => {
  const known = { reason: 'r', expired: false }
  const expired = { ...known, expired: true }
  const should = (outcome: Outcome, more: Partial<ScenarioResult> = {}) =>
    node(outcome, { scenarios: [{ ...ended(outcome), level: 'should', ...more }] })
  const both = (first: NamedReport, second: NamedReport) =>
    [
      [first, second],
      [second, first],
    ].map((all) => passGate(mergeReports(all), { failOn: 'must', strict: false }).exitCode)
  const fail = should('fail')
  expect(both(fail, fail)).toEqual([0, 0])
  expect(both(fail, should('unexpected-pass'))).toEqual([1, 1])
  expect(both(fail, should('unclean'))).toEqual([1, 1])
  expect(both(fail, should('unclean', { known }))).toEqual([0, 0])
  expect(both(fail, should('fail', { known: expired }))).toEqual([1, 1])
  expect(both(fail, should('flaky', { known: expired }))).toEqual([1, 1])
  expect(both(should('unclean', { known }), should('unclean'))).toEqual([1, 1])
})

test('the depth is what all were given', () => {
  const merged = mergeReports([
    node('a', { depth: ['default', '+private', '+soak'] }),
    node('b', { depth: ['default', '-registry', '+private'] }),
  ])
  expect(merged.depth).toEqual(['default', '+private', '-registry'])
})

test('reports that leave no scenario out make a whole one, with a verdict and an API level', () => {
  const [first, second] = halves()
  const merged = mergeReports([first, second])
  expect(merged.selection).toEqual({ partial: false, filters: {} })
  expect(merged.verdict).not.toBe('partial')
  expect(merged.apiLevel).not.toBeNull()
  expect(merged.scenarios).toHaveLength(loadCatalogue().length)
  const [one] = first.report.scenarios
  const less = { ...first.report, scenarios: first.report.scenarios.filter((it) => it !== one) }
  expect(mergeReports([{ name: 'a', report: less }, second])).toMatchObject({
    verdict: 'partial',
    apiLevel: null,
  })
})

test('a known failure about an invariant is idle where no shard showed it', () => {
  const [first, second] = halves()
  const idle = (a: readonly string[], b: readonly string[]) =>
    mergeReports([
      { ...first, report: { ...first.report, unseenKnownFailures: a } },
      { ...second, report: { ...second.report, unseenKnownFailures: b } },
    ]).idleKnownFailures
  expect(idle(['invariant:x "text"', 'invariant:y'], ['invariant:x "text"'])).toEqual([
    'invariant:x "text"',
  ])
  expect(idle(['invariant:x "one"'], ['invariant:x "other"'])).toEqual([])
  // A whole run of a node speaks for itself: there the entry may not apply to the others.
  const whole = [node('a', { idleKnownFailures: ['invariant:x'] }), node('b')]
  expect(mergeReports(whole).idleKnownFailures).toEqual(['a: invariant:x'])
})

test('violations are counted together, and one that is known on one node only is told', () => {
  const [violation] = sampleReport().invariants as [RunReport['invariants'][number]]
  const known = { reason: 'r', expired: false }
  const { invariants } = mergeReports([
    node('a', { invariants: [{ ...violation, known, count: 2 }] }),
    node('b', {
      invariants: [
        { ...violation, count: 3 },
        { ...violation, listed: 'way' },
      ],
    }),
  ])
  expect(invariants).toMatchObject([
    { id: violation.id, count: 5 },
    { id: violation.id, listed: 'way', count: violation.count },
  ])
  expect(invariants[0]?.known).toBeUndefined()
})

test('what stands beside scenarios is kept, by name where only some have it', () => {
  const { host } = facts()
  const merged = mergeReports([
    node('a', { leaks: ['mount x'], notes: ['both', 'one'], interrupted: true }),
    node('b', { notes: ['both'], host: { ...host, kernel: '6.2.0', lsms: ['selinux'] } }),
  ])
  expect(merged).toMatchObject({
    interrupted: true,
    leaks: ['a: mount x'],
    notes: ['both', 'a: one'],
    host: { kernel: '6.1.0, 6.2.0', lsms: ['apparmor', 'selinux'], arch: 'x64' },
  })
})

test('what does not belong together is refused', () => {
  const refusal = (...reports: readonly NamedReport[]) => {
    try {
      return mergeReports(reports)
    } catch (error) {
      return (error as Error).message.replace('the reports cannot be merged: ', '')
    }
  }
  const { target } = facts()
  const [a, old] = [node('a'), node('b', { crivet: { version: '0.0.1' } })]
  expect(refusal(a, node('b', { target: { ...target, runtimeVersion: '9' } }))).toBe(
    'a is of cri-o 1.33.0 handler runc, b of cri-o 9 handler runc',
  )
  const byDefault = (name: string, defaultHandler: string) =>
    node(name, { target: { ...target, handler: '', defaultHandler } })
  expect(refusal(byDefault('a', 'runc'), byDefault('b', 'crun'))).toBe(
    'a is of cri-o 1.33.0 handler runc (default), b of cri-o 1.33.0 handler crun (default)',
  )
  const { answered: _, ...silent } = a.report
  expect(refusal({ name: 'a', report: silent }, a)).toBe('a does not say which RPCs answered')
  expect(refusal(a, old)).toBe(`b is of crivet 0.0.1, this is ${packageVersion()}`)
  expect(refusal(shard('1/3'), shard('3/3'))).toBe('shard 2/3 is missing')
  const another = '2/3 is no shard of the same run as 1/2'
  expect(refusal(shard('1/2'), shard('2/3'))).toBe(another)
  const others = [
    shard('2/2', { profile: ['core'] }),
    node('2/2', { ...shard('2/2').report, depth: ['default', '+soak'] }),
  ]
  for (const other of others) {
    expect(refusal(shard('1/2'), other)).toBe(another.replace('2/3', '2/2'))
  }
})

function ended(outcome: Outcome) {
  return scenario({ id: ID, outcome, message: outcome === 'pass' ? '' : 'why' })
}

function node(name: string, changes: Partial<RunFacts> = {}): NamedReport {
  const crivet = { version: packageVersion() }
  const nothing = { scenarios: [], notes: [], leaks: [], knownLeaks: [], invariants: [] }
  return { name, report: sampleReport({ crivet, ...nothing, ...changes }) }
}

function shard(name: string, filters: RunFacts['selection']['filters'] = {}): NamedReport {
  return node(name, { selection: { partial: true, filters, shard: name } })
}

function halves(): readonly [NamedReport, NamedReport] {
  const all = loadCatalogue().map(({ id, requirement }) => scenario({ id, requirement }))
  const of = (remainder: number) => all.filter((_, place) => place % 2 === remainder)
  const half = (name: string, remainder: number) =>
    node(name, {
      selection: { partial: true, filters: {}, shard: name },
      scenarios: of(remainder),
      invariants: [],
    })
  return [half('1/2', 0), half('2/2', 1)]
}
