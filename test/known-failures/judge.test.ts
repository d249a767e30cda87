import { describe, expect, test } from 'vitest'
import type { ScenarioResult } from '../../reports/run-report.ts'
import { applies, type KnownFailureEntry } from '../../src/known-failures/entry.ts'
import {
  idleEntries,
  judgeInvariants,
  judgeKnown,
  judgeLeaks,
  listedDetails,
} from '../../src/known-failures/judge.ts'
import { sampleReport } from '../reports/sample-report.ts'

const here = {
  runtime: 'containerd',
  version: '1.6.20~ds1',
  handler: 'runc',
  kernel: '6.18.5-amd64',
  cgroup: 'v1',
  today: '2026-11-25',
}
const entry = { id: 'pod.stop.twice', message: 'not found', reason: 'known to us' }
const [sample] = sampleReport().scenarios
const result = (more: Partial<ScenarioResult>) =>
  ({ ...sample, id: 'pod.stop.twice', known: undefined, ...more }) as ScenarioResult
const failed = result({ outcome: 'fail', message: 'StopPodSandbox: [NOT_FOUND] not found' })

describe('conditions', () => {
  test.for([
    [{ version: '=1.6' }, true],
    [{ version: '>=1.6 <1.7' }, true],
    [{ version: '<1.6' }, false],
    [{ version: '>1.6' }, false],
    [{ version: '=1.6.21' }, false],
    [{ runtime: 'cri-o' }, false],
    [{ handler: 'crun' }, false],
    [{ kernel: '>=6.1' }, true],
    [{ cgroup: 'v2' }, false],
    [{ runtime: 'containerd', handler: 'runc', cgroup: 'v1' }, true],
  ] as const)('%j: %s', ([when, expected]) => {
    expect(applies({ ...entry, when }, here)).toBe(expected)
  })
})

test('a listed failure is known', () => {
  expect(judgeKnown(failed, [entry], here)).toMatchObject({
    outcome: 'known-failure',
    known: { reason: 'known to us', expired: false },
  })
})

test('with another text it is a new failure', () => {
  const other = { ...failed, message: 'StopPodSandbox: [UNKNOWN] out of memory' }
  expect(judgeKnown(other, [entry], here)).toEqual(other)
})

test('a listed scenario that passes is an unexpected pass', () => {
  expect(judgeKnown(result({ outcome: 'pass', message: '' }), [entry], here)).toMatchObject({
    outcome: 'unexpected-pass',
  })
})

test('a pass of what fails at times only is a pass', () => {
  const passed = result({ outcome: 'pass', message: '' })
  const atTimes = { ...entry, intermittent: true as const }
  expect(judgeKnown(passed, [atTimes], here)).toEqual(passed)
  expect(judgeKnown(failed, [atTimes], here)).toMatchObject({ outcome: 'known-failure' })
})

test('one that fails in two ways passes as expected only where both come at times', () => {
  const passed = result({ outcome: 'pass', message: '' })
  const rare = { ...entry, message: 'out of memory', intermittent: true as const }
  expect(judgeKnown(passed, [entry, rare], here)).toMatchObject({ outcome: 'unexpected-pass' })
  const other = { ...failed, message: 'StopPodSandbox: [UNKNOWN] out of memory' }
  expect(judgeKnown(other, [entry, rare], here)).toMatchObject({ outcome: 'known-failure' })
})

test('past its last day an entry no longer excuses', () => {
  const old = { ...entry, expires: '2026-11-24' }
  expect(judgeKnown(failed, [old], here)).toMatchObject({
    outcome: 'fail',
    known: { expired: true },
  })
  const last = { ...entry, expires: '2026-11-25' }
  expect(judgeKnown(failed, [last], here)).toMatchObject({ outcome: 'known-failure' })
})

test('an entry about another target is as good as absent', () => {
  const elsewhere = { ...entry, when: { runtime: 'cri-o' } }
  expect(judgeKnown(failed, [elsewhere], here)).toEqual(failed)
})

test('what could not be judged stays what it is', () => {
  const outcomes = ['error', 'blocked', 'unsupported', 'not-applicable', 'interrupted'] as const
  for (const outcome of outcomes) {
    expect(judgeKnown(result({ outcome }), [entry], here).outcome).toBe(outcome)
  }
})

test('debris is known where all that was left is listed, and all that is listed was left', () => {
  const unclean = result({
    outcome: 'unclean',
    message: 'left behind: mount /run/x; pod 1',
    evidence: { leftovers: ['mount /run/x', 'pod 1'] },
  })
  const mount = { ...entry, message: 'mount /run' }
  const pod = { ...entry, message: 'pod' }
  const judged = (...entries: readonly KnownFailureEntry[]) => judgeKnown(unclean, entries, here)
  expect(judged(mount, pod)).toMatchObject({
    outcome: 'unclean',
    known: { reason: 'known to us', expired: false },
  })
  expect(judged(mount)).toEqual(unclean)
  expect(judged({ id: entry.id, reason: 'fails' })).toEqual(unclean)
  const expired = { ...pod, expires: '2026-11-24' }
  for (const both of [
    [mount, expired],
    [expired, mount],
  ])
    expect(judged(...both).known?.expired).toBe(true)
  // The fault that was listed is mended: the list must not rot behind the debris.
  expect(judged(mount, pod, entry)).toEqual(unclean)
  expect(judged(mount, pod, { ...entry, intermittent: true }).known).toBeDefined()
  expect(judgeKnown(result({ outcome: 'pass' }), [mount], here).outcome).toBe('unexpected-pass')
})

describe('leaks', () => {
  const leaks = ['mount /run/x', 'network namespace cni-1']
  const listed = { id: 'leak', message: 'mount /run', reason: 'forgotten' }

  test('one that is listed is known, the others are not', () => {
    const known = { reason: 'forgotten', expired: false }
    expect(judgeLeaks(leaks, [listed], here)).toEqual({
      leaks: ['network namespace cni-1'],
      knownLeaks: [{ leak: 'mount /run/x', known }],
    })
    const elsewhere = { ...listed, when: { runtime: 'cri-o' } }
    const expired = { ...listed, expires: '2026-11-24' }
    for (const it of [elsewhere, expired])
      expect(judgeLeaks(leaks, [it], here).leaks).toEqual(leaks)
  })

  test('one that is listed and was not left is told', () => {
    const idle = (left: readonly string[], it: KnownFailureEntry) =>
      idleEntries({ violations: [], leaks: left }, [it], here)
    expect(idle(leaks, listed)).toEqual([])
    expect(idle([], listed)).toEqual(['leak "mount /run"'])
    expect(idle([], { ...listed, intermittent: true })).toEqual([])
  })
})

describe('invariants', () => {
  const id = 'invariant:pod.labels'
  const reason = 'known'
  const violation = (detail: string) => {
    return { id: 'pod.labels', statement: '', count: 1, first: { scenario: '', call: '', detail } }
  }

  const idle = (
    violations: Parameters<typeof idleEntries>[0]['violations'],
    entries: KnownFailureEntry[],
  ) => idleEntries({ violations, leaks: [] }, entries, here)

  test('what is listed and held is told', () => {
    expect(idle([], [{ id, reason }, entry])).toEqual([id])
    expect(idle([violation('other')], [{ id, reason }])).toEqual([])
  })

  test('each way that is listed has to show', () => {
    const entries = [
      { id, reason, message: 'added' },
      { id, reason, message: 'lost' },
    ]
    expect(idle([violation('lost: x')], entries)).toEqual([`${id} "added"`])
  })

  test('a violation that says something else is none that is known', () => {
    const entries = [{ id, reason, message: 'added' }]
    const [added, lost] = judgeInvariants(
      [violation('added: x'), violation('lost: x')],
      entries,
      here,
    )
    expect(added?.known).toEqual({ reason, expired: false })
    expect(lost?.known).toBeUndefined()
  })

  test('what a run is to tell apart are the texts of the entries that apply', () => {
    const elsewhere = { id, reason, when: { runtime: 'cri-o' } }
    const entries = [entry, { id, reason }, { id, reason, message: 'lost' }, elsewhere]
    expect(listedDetails(entries, here)).toEqual([
      { invariant: 'pod.labels', text: '' },
      { invariant: 'pod.labels', text: 'lost' },
    ])
  })
})
