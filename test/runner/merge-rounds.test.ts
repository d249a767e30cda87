import { expect, test } from 'vitest'
import type { Outcome, ScenarioResult } from '../../reports/run-report.ts'
import { mergeRounds } from '../../src/runner/merge-rounds.ts'
import { sampleReport } from '../reports/sample-report.ts'

const [sample] = sampleReport().scenarios
const rounds = (...outcomes: readonly Outcome[]) =>
  outcomes.map((outcome, index) => [
    { ...sample, id: 'a.b.c', outcome, message: outcome, durationMs: index } as ScenarioResult,
  ])

test.for([
  [['pass', 'pass', 'pass'], 'pass', 'pass'],
  [['fail', 'fail'], 'fail', 'fail'],
  [['pass', 'fail', 'pass'], 'flaky', 'not so in 1 of 3 rounds: fail'],
  [['pass', 'unclean'], 'unclean', 'in 1 of 2 rounds: unclean'],
  [['fail', 'unclean'], 'flaky', 'not so in 2 of 2 rounds: fail'],
  [['unsupported', 'unsupported'], 'unsupported', 'unsupported'],
  [['pass', 'error', 'fail'], 'error', 'error'],
  [['pass', 'interrupted'], 'pass', 'pass'],
  [['pass', 'known-failure'], 'known-failure', 'in 1 of 2 rounds: known-failure'],
  [
    ['known-failure', 'unexpected-pass', 'unexpected-pass'],
    'unexpected-pass',
    'in 2 of 3 rounds: unexpected-pass',
  ],
  [['interrupted'], 'interrupted', 'interrupted'],
] as const)('%j: %s', ([outcomes, outcome, message]) => {
  expect(mergeRounds(rounds(...outcomes)).results).toMatchObject([
    { id: 'a.b.c', outcome, message },
  ])
})

test('debris that is known hides none that is not, and comes at times', () => {
  const known = { reason: 'r', expired: false }
  const [[listed], [other], [passed]] = rounds('unclean', 'unclean', 'pass') as [
    [ScenarioResult],
    [ScenarioResult],
    [ScenarioResult],
  ]
  const slow = { ...listed, known, durationMs: 9 }
  const merged = (...results: readonly ScenarioResult[]) => mergeRounds(results.map((it) => [it]))
  expect(merged(slow, other).results).toMatchObject([{ message: 'in 1 of 2 rounds: unclean' }])
  expect(merged(slow, other).results[0]?.known).toBeUndefined()
  expect(merged(slow, passed).results).toMatchObject([{ outcome: 'unclean', known }])
})

test('debris and unexpected passes behind another outcome are told', () => {
  const { results, debris, passed } = mergeRounds(rounds('fail', 'unclean', 'unexpected-pass'))
  expect(results).toMatchObject([{ outcome: 'flaky' }])
  expect({ debris, passed }).toEqual({
    debris: ['round 2: a.b.c unclean'],
    passed: ['a.b.c (round 3)'],
  })
})
