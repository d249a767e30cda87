import { expect, test } from 'vitest'
import { ActiveFault, type Fault, faults, wrong } from '../../src/mutants/fault.ts'
import { refuses } from '../../src/mutants/hooks.ts'
import { candidatesFor, worthRunning } from '../../src/runner/mutants/candidates.ts'
import type { KnownScenario } from '../../src/runner/mutants/kill-plan.ts'
import { Turns } from '../../src/runner/mutants/turns.ts'
import { sampleOf } from '../../src/runner/seeded.ts'
import type { RequirementId } from '../../src/spec/requirement.ts'

const [FAULT] = faults({
  'container.stop.forced/never': wrong('never kills', refuses('StopContainer', 'UNKNOWN')),
}) as readonly [Fault]

test('a fault tells its requirement by its id', () => {
  expect(FAULT.requirement).toBe('container.stop.forced')
  expect(new ActiveFault(FAULT).on('StopContainer')).toHaveLength(1)
  expect(new ActiveFault(FAULT).on('Version')).toHaveLength(0)
})

test('who blames the requirement comes first, then who credits it, then who calls the RPC', () => {
  const known = [
    scenario('uses', { requirement: 'container.remove.gone' }),
    scenario('about', { requirement: 'container.stop.graceful' }),
    scenario('credits', { also: ['container.stop.forced'] }),
    scenario('blames', { requirement: 'container.stop.forced' }),
    scenario('fails', { requirement: 'container.stop.forced', outcome: 'fail' }),
    scenario('elsewhere', { rpcs: ['Version'] }),
  ]
  const { claiming, others } = candidatesFor(FAULT, known)
  expect(claiming.map(({ id }) => id)).toEqual(['blames', 'credits'])
  expect(others.map(({ id }) => id)).toEqual(['about', 'uses'])
})

test('for some faults only scenarios are run that are about them', () => {
  const entry = (id: string, requirement: RequirementId, also: readonly RequirementId[] = []) => {
    return { id, requirement, also, file: 'suites/container/stop.scenario.ts', line: 1 }
  }
  const entries = [
    entry('blames', 'container.stop.forced'),
    entry('credits', 'image.list.complete', ['container.stop.forced']),
    entry('about', 'container.stop.graceful'),
    entry('elsewhere', 'image.list.complete'),
  ]
  const ids = (others: number) => worthRunning([FAULT], entries, others).map(({ id }) => id)
  expect(ids(24)).toEqual(['blames', 'credits', 'about'])
  expect(ids(0)).toEqual(['blames', 'credits'])
})

test('a sample is the same for the same seed, in the order of the whole', () => {
  const items = Array.from({ length: 100 }, (_, index) => index)
  const sample = sampleOf(items, 10, 7)
  expect(sample).toHaveLength(10)
  expect([...sample].sort((a, b) => a - b)).toEqual(sample)
  expect(sampleOf(items, 10, 7)).toEqual(sample)
  expect(sampleOf(items, 10, 8)).not.toEqual(sample)
})

test('what must be alone waits for the others, and they for it', async () => {
  const turns = new Turns()
  const log: string[] = []
  const step = (name: string, alone: boolean) =>
    turns.take(alone, async () => {
      log.push(`${name} begins`)
      await new Promise((done) => setTimeout(done, 5))
      log.push(`${name} ends`)
    })
  await Promise.all([step('a', false), step('b', false), step('c', true), step('d', false)])
  expect(log).toEqual([
    'a begins',
    'b begins',
    'a ends',
    'b ends',
    'c begins',
    'c ends',
    'd begins',
    'd ends',
  ])
})

function scenario(id: string, more: Partial<KnownScenario>): KnownScenario {
  return {
    id,
    requirement: 'container.remove.gone',
    also: [],
    outcome: 'pass',
    rpcs: ['StopContainer'],
    fields: { set: [], read: [] },
    durationMs: 1,
    ...more,
  }
}
