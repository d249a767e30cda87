import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Outcome, ScenarioResult } from '../../reports/run-report.ts'
import type { KnownFailureEntry } from '../../src/known-failures/entry.ts'
import { readKnownFailures } from '../../src/known-failures/file.ts'
import { updatedEntries, updateKnownFailures } from '../../src/known-failures/update.ts'
import { openKnownFailures } from '../../src/runner/open-known-failures.ts'
import { sampleReport } from '../reports/sample-report.ts'

const here = {
  runtime: 'containerd',
  version: '2.1.9',
  handler: 'runc',
  kernel: '6.18.5',
  cgroup: 'v1',
  today: '2026-11-25',
}

test('an entry with all it may have', () => {
  const text = `
knownFailures:
  - id: pod.stop.twice
    when: { runtime: containerd, version: ">=1.6 <1.7", handler: runc, kernel: ">=6", cgroup: v1 }
    message: not found
    reason: answers NotFound
    link: https://example.org/1
    expires: "2027-06-30"
`
  expect(readKnownFailures('known.yaml', text)).toMatchObject([
    { id: 'pod.stop.twice', when: { version: '>=1.6 <1.7' }, expires: '2027-06-30' },
  ])
})

test.for([
  ['knownFailures: 3', 'no list'],
  ['- id: a', 'no list'],
  ['knownFailures: [ {', 'known.yaml: '],
  ['knownFailures: [{ reason: x }]', 'entry 1: id is missing'],
  ['knownFailures: [{ id: a.b.c }]', 'entry 1: a.b.c has no reason'],
  ['knownFailures: [{ id: a.b.c, reason: x, expiry: 2027-01-01 }]', 'there is no "expiry"'],
  ['knownFailures: [{ id: a.b.c, reason: x, when: { version: 1.6 } }]', 'put it in quotes'],
  ['knownFailures: [{ id: a.b.c, reason: x, when: { version: "1.6" } }]', '">=2.0 <2.2"'],
  ['knownFailures: [{ id: a.b.c, reason: x, when: { os: linux } }]', 'has no "os"'],
  ['knownFailures: [{ id: a.b.c, reason: x, expires: soon }]', 'not like 2027-01-31'],
  ['knownFailures: [{ id: leak, reason: x }]', 'leak has no message'],
] as const)('%s', ([text, complaint]) => {
  expect(() => readKnownFailures('known.yaml', text)).toThrow(complaint)
})

test('a file that is not there', () => {
  expect(() => readKnownFailures('/nowhere/known.yaml')).toThrow('is not there')
})

test.for([
  ['pod.stop.twicce', 'there is no scenario pod.stop.twicce'],
  ['invariant:filter.idd', 'there is no invariant filter.idd'],
] as const)('an entry about %s', ([id, complaint]) => {
  const knownFailures = written(`knownFailures: [{ id: "${id}", reason: x }]`)
  const open = () => openKnownFailures({ knownFailures, updateKnownFailures: false }, false)
  expect(open).toThrow(complaint)
})

test('of an invariant that is violated in new ways the entry goes that no longer comes true', () => {
  const id = 'invariant:created-at-order'
  const added = { id, message: '5 < 7', reason: 'known' }
  const mended = { id, message: '7 < 9', reason: 'mended since' }
  const report = sampleReport({ leaks: [] })
  const [violation] = report.invariants
  if (violation === undefined) throw new Error('the sample has no violation')
  const known = { reason: added.reason, expired: false }
  const other = { ...violation, first: { ...violation.first, detail: 'two at once' } }
  const invariants = [{ ...violation, listed: '5 < 7', known }, other]
  const entries = updatedEntries([added, mended], { ...report, scenarios: [], invariants }, here)
  expect(entries).toEqual([added, expect.objectContaining({ id, message: 'two at once' })])
})

test('leaks and debris come in by what does not change from run to run, and go when they are gone', () => {
  const leaks = [1, 2].map((it) => `mount /tmp/crivet-bk53axws/rootfs overlay ${it}`)
  const [first] = sampleReport().scenarios
  const evidence = { leftovers: ['cgroup /crivet-bk53axws/pod-17', 'container 0123456789ab'] }
  const unclean = { ...first, id: 'pod.stop.twice', outcome: 'unclean', evidence } as ScenarioResult
  const report = { ...sampleReport({ leaks }), invariants: [], scenarios: [unclean] }
  const entries = updatedEntries([], report, here)
  expect(entries).toMatchObject([
    { id: 'leak', message: '/rootfs overlay' },
    { id: 'pod.stop.twice', message: 'cgroup /' },
    { id: 'pod.stop.twice', message: 'container' },
  ])
  // What is listed at times stays so, and is not listed once more.
  const atTimes = { ...(entries[1] as KnownFailureEntry), intermittent: true as const }
  expect(updatedEntries([atTimes], report, here)).toMatchObject([
    { id: 'leak' },
    atTimes,
    { id: 'pod.stop.twice', message: 'container' },
  ])
  const clean = { ...report, leaks: [], scenarios: [] }
  expect(updatedEntries(entries, clean, here).map(({ id }) => id)).toEqual([
    'pod.stop.twice',
    'pod.stop.twice',
  ])
})

test('a whole run writes what it showed, and keeps what is about others', () => {
  const gone = { id: 'pod.run.ready', reason: 'mended since' }
  const sample = sampleReport()
  const mended = { ...sample.scenarios[0], id: gone.id, outcome: 'unexpected-pass' }
  const scenarios = [...sample.scenarios, mended as ScenarioResult]
  const report = { ...sample, scenarios, interrupted: false, unhandled: [] }
  const failing = report.scenarios.filter(({ outcome }) => outcome === 'fail')
  const other = { id: 'pod.stop.twice', when: { runtime: 'cri-o' }, reason: 'of another' }
  const entries = updatedEntries([other, gone], report, here)
  expect(entries.map(({ id }) => id)).toEqual(
    expect.arrayContaining([other.id, ...failing.map(({ id }) => id)]),
  )
  expect(entries.map(({ id }) => id)).not.toContain(gone.id)
  const added = entries.find(({ id }) => id === failing[0]?.id && id !== other.id)
  expect(added).toMatchObject({ expires: '2027-02-23', when: { version: '=2.1' } })
})

test('the entry of a scenario that was not decided stays', () => {
  const [sample] = sampleReport().scenarios
  const entry = { id: 'pod.stop.twice', reason: 'known' }
  const after = (outcome: Outcome) => {
    const scenario = { ...sample, id: entry.id, outcome } as ScenarioResult
    const report = { ...sampleReport({ leaks: [] }), invariants: [], scenarios: [scenario] }
    return updatedEntries([entry], report, here).map(({ reason }) => reason)
  }
  for (const outcome of ['skipped', 'unsupported', 'blocked', 'error'] as const) {
    expect(after(outcome)).toEqual(['known'])
  }
  expect(after('unexpected-pass')).toEqual([])
  expect(after('fail')).toEqual(['to be filled in'])
})

test('a part of a run leaves the file alone', () => {
  const file = written('knownFailures: []\n')
  const report = { ...sampleReport(), selection: { partial: true, filters: {} } }
  expect(() => updateKnownFailures(file, [], report, here)).toThrow('not a whole run')
  expect(readFileSync(file, 'utf8')).toBe('knownFailures: []\n')
})

function written(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'known-')), 'known.yaml')
  writeFileSync(file, text)
  return file
}
