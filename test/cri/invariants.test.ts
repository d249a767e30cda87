import { describe, expect, test } from 'vitest'
import { CHECKS } from '../../src/cri/invariants/table.ts'
import { REQUIREMENTS } from '../../src/spec/gen/requirements.ts'
import {
  broken,
  CONTAINER,
  call,
  exited,
  list,
  POD,
  podStatus,
  running,
  status,
} from './invariant-calls.ts'
import { CASES, type Case, made, stats } from './invariant-cases.ts'

describe.each(CHECKS.map((check) => [check.id, check] as const))('%s', (id, check) => {
  test('is seen where it is broken, and only there', () => {
    const { red, green } = CASES[id] as Case
    expect(broken(red)).toContain(id)
    expect(broken(green)).not.toContain(id)
  })

  test('rests on what the catalogue knows', () => {
    expect(check.requirement === undefined || REQUIREMENTS[check.requirement].id).toBeTruthy()
    if (check.level === 'must' && check.requirement) {
      expect(REQUIREMENTS[check.requirement].level).toBe('must')
    }
  })
})

test('every check has a case and an id of its own', () => {
  const ids = CHECKS.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(Object.keys(CASES).sort()).toEqual([...ids].sort())
})

test('a whole life breaks nothing', () => {
  const life = [
    ...made,
    podStatus(15),
    status(35),
    list(36),
    call('StartContainer', { container_id: CONTAINER }, {}, 42, 5),
    status(50, running),
    stats(55, 1),
    call('StopContainer', { container_id: CONTAINER }, {}, 58, 5),
    status(70, exited),
    call('StopPodSandbox', { pod_sandbox_id: POD }, {}, 80),
    podStatus(90, { state: 'SANDBOX_NOTREADY' }),
    call('RemovePodSandbox', { pod_sandbox_id: POD }, {}, 100),
    call('ListContainers', {}, {}, 110),
    call('ListPodSandbox', {}, {}, 110),
  ]
  expect(broken(life)).toEqual([])
})
