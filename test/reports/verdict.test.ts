import { expect, test } from 'vitest'
import { exitCode } from '../../reports/gate.ts'
import type { Outcome, RunFacts, RunReport, ScenarioResult } from '../../reports/run-report.ts'
import { judgeRun } from '../../reports/verdict.ts'
import { facts, MINORS, requirement, sampleReport, scenario } from './sample-report.ts'

const REQUIREMENTS = [
  requirement({ id: 'core.must' }),
  requirement({ id: 'core.other' }),
  requirement({ id: 'core.should', level: 'should' }),
  requirement({ id: 'core.may', level: 'may' }),
  requirement({ id: 'image.must', profile: 'images' }),
]

/** A run in which all is well, but for what is said of it: requirement to outcome. */
function run(
  outcomes: Readonly<Record<string, Outcome | Partial<ScenarioResult>>>,
  changes: Partial<RunFacts> = {},
): RunReport {
  const scenarios = REQUIREMENTS.map(({ id, level, profile }) => {
    const said = outcomes[id] ?? 'pass'
    const result = typeof said === 'string' ? { outcome: said } : said
    return scenario({ id: `${id}.try`, requirement: id, level, profile, ...result })
  })
  return judgeRun(facts({ scenarios, ...changes }), { requirements: REQUIREMENTS, minors: MINORS })
}

const PARTIAL = { selection: { partial: true, filters: { profile: ['core'] } } }
const LEFT_OUT = { outcome: 'skipped', notGiven: ['private'] } as const
const KNOWN = { reason: 'known', expired: false }

const EXPIRED = {
  outcome: 'fail',
  known: { reason: 'x', expires: '2020-01-01', expired: true },
} as const
const VIOLATION = {
  id: 'i',
  statement: 's',
  count: 1,
  first: { scenario: 'a', call: 'b', detail: 'c' },
}

type Row = readonly [
  what: string,
  report: RunReport,
  verdict: string,
  must: number,
  should: number,
  strict: number,
]

// What a run found, its verdict, and the exit codes with --fail-on must, should, and must --strict.
const TABLE: readonly Row[] = [
  ['all kept', run({}), 'conformant', 0, 0, 0],
  ['a core must failed', run({ 'core.must': 'fail' }), 'not-conformant', 1, 1, 1],
  ['a core must failed at times', run({ 'core.must': 'flaky' }), 'not-conformant', 1, 1, 1],
  [
    'a core must is a known failure',
    run({ 'core.must': 'known-failure' }),
    'not-conformant',
    0,
    0,
    0,
  ],
  ['its entry has expired', run({ 'core.must': EXPIRED }), 'not-conformant', 1, 1, 1],
  ['a core should failed', run({ 'core.should': 'fail' }), 'conformant-with-gaps', 0, 1, 0],
  ['its entry has expired', run({ 'core.should': EXPIRED }), 'conformant-with-gaps', 1, 1, 1],
  ['a core may failed', run({ 'core.may': 'fail' }), 'conformant', 0, 0, 0],
  ['another must failed', run({ 'image.must': 'fail' }), 'conformant-with-gaps', 1, 1, 1],
  ['an unexpected pass', run({ 'core.may': 'unexpected-pass' }), 'conformant', 1, 1, 1],
  ['debris', run({ 'core.should': 'unclean' }), 'conformant', 1, 1, 1],
  [
    'debris that is known',
    run({ 'core.should': { outcome: 'unclean', known: KNOWN } }),
    'conformant',
    0,
    0,
    0,
  ],
  [
    'a leak that is known',
    run({}, { knownLeaks: [{ leak: 'x', known: KNOWN }] }),
    'conformant',
    0,
    0,
    0,
  ],
  ['a leak', run({}, { leaks: ['netns x'] }), 'conformant', 1, 1, 1],
  ['an invariant', run({}, { invariants: [VIOLATION] }), 'conformant-with-gaps', 0, 1, 0],
  [
    'an invariant at must',
    run({}, { invariants: [{ ...VIOLATION, level: 'must' }] }),
    'conformant-with-gaps',
    1,
    1,
    1,
  ],
  ['a core must unsupported', run({ 'core.must': 'unsupported' }), 'conformant', 0, 0, 0],
  ['a core must not applicable', run({ 'core.must': 'not-applicable' }), 'conformant', 0, 0, 0],
  ['a core must left out', run({ 'core.must': LEFT_OUT }), 'conformant', 0, 0, 0],
  ['a core must in error', run({ 'core.must': 'error' }), 'inconclusive', 0, 0, 1],
  ['a core must blocked', run({ 'core.must': 'blocked' }), 'inconclusive', 0, 0, 1],
  ['another must blocked', run({ 'image.must': 'blocked' }), 'conformant', 0, 0, 1],
  ['a core should in error', run({ 'core.should': 'error' }), 'conformant', 0, 0, 0],
  [
    'one core must in error, one failed',
    run({ 'core.must': 'error', 'core.other': 'fail' }),
    'not-conformant',
    1,
    1,
    1,
  ],
  [
    'an interruption',
    run({ 'core.must': 'interrupted' }, { interrupted: true }),
    'inconclusive',
    130,
    130,
    130,
  ],
  [
    'an interruption after a core must failed',
    run({ 'core.must': 'fail', 'core.other': 'interrupted' }, { interrupted: true }),
    'not-conformant',
    130,
    130,
    130,
  ],
  [
    'an interruption before anything',
    run({}, { interrupted: true, scenarios: [] }),
    'inconclusive',
    130,
    130,
    130,
  ],
  [
    'an end by --bail',
    run({ 'core.should': 'fail' }, { bailed: true }),
    'conformant-with-gaps',
    1,
    1,
    1,
  ],
  ['an error of no scenario', run({}, { unhandled: ['Error'] }), 'inconclusive', 4, 4, 4],
  ['a filter', run({}, PARTIAL), 'partial', 0, 0, 0],
  ['a filter, and a fail', run({ 'core.must': 'fail' }, PARTIAL), 'partial', 1, 1, 1],
  [
    'nothing but errors',
    run({}, { scenarios: [scenario({ id: 'a.b.c', outcome: 'error', requirement: 'core.must' })] }),
    'inconclusive',
    4,
    4,
    4,
  ],
  ['nothing tried', run({}, { scenarios: [] }), 'inconclusive', 0, 0, 0],
]

test.each(TABLE)('%s', (_, report, verdict, must, should, strict) => {
  expect(report.verdict, report.reason).toBe(verdict)
  expect(exitCode(report, { failOn: 'must', strict: false })).toBe(must)
  expect(exitCode(report, { failOn: 'should', strict: false })).toBe(should)
  expect(exitCode(report, { failOn: 'must', strict: true })).toBe(strict)
})

test('only a pass credits, and only the requirement is blamed', () => {
  const outcome = (...scenarios: readonly ScenarioResult[]) =>
    judgeRun(facts({ scenarios }), { requirements: [requirement({ id: 'b' })], minors: [] })
      .requirements[0]?.outcome
  const of = (requirement: string, also: readonly string[], outcome: Outcome) =>
    scenario({ id: `x.y.${requirement}-${outcome}`, requirement, also, outcome })
  expect(outcome()).toBe('untried')
  expect(outcome(of('a', ['b'], 'pass'))).toBe('kept')
  expect(outcome(of('a', ['b'], 'fail'))).toBe('undecided')
  expect(outcome(of('a', ['b'], 'fail'), of('c', ['b'], 'pass'))).toBe('kept')
  expect(outcome(of('a', ['b'], 'pass'), of('b', [], 'unsupported'))).toBe('kept')
  expect(outcome(of('a', ['b'], 'pass'), of('b', [], 'error'))).toBe('undecided')
  expect(outcome(of('a', ['b'], 'pass'), of('b', [], 'fail'))).toBe('broken')
  expect(outcome(of('b', [], 'pass'), of('b', [], 'fail'))).toBe('broken')
  expect(outcome(of('a', ['b'], 'unsupported'))).toBe('unsupported')
})

test('counts musts and shoulds of each profile', () => {
  expect(run({ 'core.must': 'fail', 'core.may': 'fail' }).profiles).toEqual({
    core: { ...ZERO, kept: 2, broken: 1 },
    images: { ...ZERO, kept: 1 },
  })
})

test('the API level stops at the first minor with a gap', () => {
  const level = (since: string, outcome: Outcome, minors = MINORS) => {
    const scenarios = [scenario({ id: 'a.b.c', requirement: 'r', outcome })]
    const requirements = [requirement({ id: 'r', since })]
    return judgeRun(facts({ scenarios }), { requirements, minors }).apiLevel
  }
  const next = { minor: '1.25', rpcs: ['RuntimeConfig'], requirements: [] }
  expect(level('1.23', 'fail')).toEqual({ minor: '1.24', next })
  expect(level('1.24', 'fail')).toEqual({
    minor: '1.23',
    next: { minor: '1.24', rpcs: [], requirements: ['r'] },
  })
  expect(level('1.24', 'error')?.minor).toBe('1.23')
  expect(level('1.24', 'unsupported')?.minor).toBe('1.24')
  expect(level('1.23', 'pass', MINORS.slice(0, 2))).toEqual({ minor: '1.24' })
  expect(level('1.23', 'pass', [{ minor: '1.23', onByDefault: ['Status'], answered: [] }])).toEqual(
    {
      minor: null,
      next: { minor: '1.23', rpcs: ['Status'], requirements: [] },
    },
  )
  expect(run({}, PARTIAL).apiLevel).toBeNull()
})

test('says why', () => {
  expect(sampleReport().reason).toMatchInlineSnapshot(`"1 core must broken"`)
  expect(run({ 'image.must': 'fail', 'core.should': 'fail' }).reason).toMatchInlineSnapshot(
    `"2 core musts kept, none broken; 1 must of other profiles broken, 1 should broken"`,
  )
  expect(run({ 'core.must': 'error' }).reason).toMatchInlineSnapshot(`"1 core must undecided"`)
})

const ZERO = {
  kept: 0,
  broken: 0,
  unsupported: 0,
  undecided: 0,
  notApplicable: 0,
  leftOut: 0,
  untried: 0,
}
