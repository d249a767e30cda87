import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compareRuns } from '../../reports/comparison.ts'
import { comparisonMarkdown } from '../../reports/comparison-table.ts'
import { jsonReport } from '../../reports/json.ts'
import { readReport } from '../../reports/read-report.ts'
import type { Outcome, RunReport, ScenarioResult } from '../../reports/run-report.ts'
import { sampleReport } from './sample-report.ts'

const [sample] = sampleReport().scenarios
const run = (outcomes: Readonly<Record<string, Outcome>>): RunReport => ({
  ...sampleReport(),
  scenarios: Object.entries(outcomes).map(
    ([id, outcome]) => ({ ...sample, id, outcome, message: `it is ${outcome}` }) as ScenarioResult,
  ),
})
const old = run({
  'a.a.same': 'pass',
  'a.a.worse': 'pass',
  'a.a.mended': 'fail',
  'a.a.gone': 'pass',
})
const now = run({
  'a.a.same': 'pass',
  'a.a.worse': 'fail',
  'a.a.mended': 'pass',
  'a.a.new': 'fail',
})

test('names what differs, what got worse and what was mended', () => {
  const comparison = compareRuns([
    { name: 'old', report: old },
    { name: 'new', report: now },
  ])
  expect(comparison).toMatchObject({
    passedEverywhere: 1,
    regressions: ['a.a.worse'],
    fixed: ['a.a.mended'],
  })
  expect(comparison.rows.map(({ id, outcomes }) => [id, ...outcomes])).toEqual([
    ['a.a.gone', 'pass', undefined],
    ['a.a.mended', 'fail', 'pass'],
    ['a.a.new', undefined, 'fail'],
    ['a.a.worse', 'pass', 'fail'],
  ])
})

test.for<[first: Outcome, last: Outcome, worse: boolean]>([
  ['pass', 'known-failure', true],
  ['pass', 'unsupported', true],
  ['pass', 'not-applicable', false],
  ['pass', 'skipped', false],
  ['unsupported', 'fail', true],
  ['unsupported', 'pass', false],
  ['known-failure', 'fail', true],
  ['known-failure', 'unexpected-pass', false],
  ['fail', 'error', false],
  ['skipped', 'fail', false],
])('%s, then %s', ([first, last, worse]) => {
  const columns = [first, last].map((it) => ({ name: it, report: run({ 'a.a.a': it }) }))
  expect(compareRuns(columns).regressions).toEqual(worse ? ['a.a.a'] : [])
})

test('invariants that held and leaks where there were none are worse too', () => {
  const worse = run({})
  const better = { ...worse, invariants: [], leaks: [] }
  const regressions = (...reports: readonly RunReport[]) =>
    compareRuns(reports.map((report) => ({ name: '', report }))).regressions
  expect(regressions(better, worse)).toEqual(['invariant:created-at-order', 'leaks'])
  expect(regressions(worse, worse)).toEqual([])
})

test('no cell can break the table', () => {
  const hostile = run({ 'a.a.odd': 'fail' })
  const [first] = hostile.scenarios
  const report = { ...hostile, scenarios: [{ ...first, message: 'a | b\n<b>' } as ScenarioResult] }
  const table = comparisonMarkdown(
    compareRuns([
      { name: 'x|y', report },
      { name: 'z', report },
    ]),
  )
  for (const line of table.split('\n').filter((it) => it.includes('a.a.odd'))) {
    expect(line.replaceAll('\\|', '').split('|')).toHaveLength(7)
    expect(line).toContain('\\<b\\>')
  }
})

test('reads a report by its file or its folder, and says what is no report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'compare-'))
  writeFileSync(join(folder, 'verdict.json'), jsonReport(old))
  expect(readReport(folder).scenarios).toHaveLength(4)
  expect(readReport(join(folder, 'verdict.json')).scenarios).toHaveLength(4)
  writeFileSync(join(folder, 'other.json'), '{"schemaVersion":99}')
  expect(() => readReport(join(folder, 'other.json'))).toThrow('schemaVersion is 99')
  writeFileSync(join(folder, 'text.json'), 'hello')
  expect(() => readReport(join(folder, 'text.json'))).toThrow('no JSON document')
  expect(() => readReport(join(folder, 'absent'))).toThrow('ENOENT')
})
