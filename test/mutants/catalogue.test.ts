import { expect, test } from 'vitest'
import { METHODS } from '../../src/cri/gen/methods.ts'
import { FAULTS } from '../../src/mutants/catalogue.ts'
import { methodsOf } from '../../src/mutants/fault.ts'
import { REQUIREMENTS } from '../../src/spec/gen/requirements.ts'

test('every fault has a name of its own and violates a requirement that there is', () => {
  const ids = FAULTS.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { id, requirement } of FAULTS) {
    expect(id).toMatch(/^[a-z0-9.-]+\/[a-z0-9-]+$/)
    expect(REQUIREMENTS).toHaveProperty([requirement])
  }
})

test('every RPC has faults', () => {
  const touched = new Set(FAULTS.flatMap(methodsOf))
  expect(Object.keys(METHODS).filter((method) => !touched.has(method))).toEqual([])
})

test('what a faulty runtime does is told in one clause', () => {
  for (const { about, id } of FAULTS) expect(about, id).toMatch(/^[a-z][^.\n]{10,120}$/)
})
