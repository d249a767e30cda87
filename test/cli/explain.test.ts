import { expect, test } from 'vitest'
import { CHECKS } from '../../src/cri/invariants/table.ts'
import { FAULTS } from '../../src/mutants/catalogue.ts'
import { loadCatalogue } from '../../src/runner/catalogue.ts'
import { explain } from '../../src/runner/explanation.ts'
import { REQUIREMENTS } from '../../src/spec/gen/requirements.ts'
import { crivet } from './crivet.ts'

test('explain tells what a scenario asks, where that comes from and who is known to fail it', async () => {
  const { code, stdout } = await crivet(['explain', 'container.stop.twice'])
  expect(code).toBe(0)
  expect(stdout).toContain('container.stop.twice (scenario)')
  expect(stdout).toContain('container.stop.idempotent (must, profile core, since Kubernetes 1.23)')
  expect(stdout).toMatch(/What must hold\n {2}Stopping a stopped container succeeds/)
  expect(stdout).toMatch(/Where that comes from\n {2}api\.proto: StopContainer/)
  expect(stdout).toMatch(/container\.stop\.twice on cri-o: [^;]*;\s+until \d{4}-\d{2}-\d{2}/)
  expect(stdout).toContain("crivet ENDPOINT --scenario 'container.stop.twice'")
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})

test('explain knows every scenario, requirement and invariant', () => {
  for (const { id, requirement } of loadCatalogue()) {
    expect(explain(id)).toMatchObject({ id, kind: 'scenario', requirement: { id: requirement } })
  }
  for (const id of Object.keys(REQUIREMENTS)) expect(explain(id).requirement?.id).toBeDefined()
  for (const { id, statement } of CHECKS) {
    expect(explain(`invariant:${id}`)).toMatchObject({
      kind: 'invariant',
      invariant: { statement },
    })
  }
})

test('a requirement is explained with its scenarios, their known failures and its faults', async () => {
  const { code, stdout } = await crivet(['explain', '--json', 'container.stop.idempotent'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    kind: 'requirement',
    scenarios: expect.arrayContaining(['container.stop.twice', 'container.stop.removed']),
    knownFailures: expect.arrayContaining([
      expect.objectContaining({ id: 'container.stop.twice' }),
    ]),
    faults: FAULTS.filter((it) => it.requirement === 'container.stop.idempotent').map(
      ({ id, about }) => ({ id, about }),
    ),
  })
})

test('an id that is not there is answered with those like it', async () => {
  const { code, stderr } = await crivet(['explain', 'container.stop.twic'])
  expect(code).toBe(2)
  expect(stderr).toContain('there is no scenario, requirement or invariant "container.stop.twic"')
  expect(stderr).toContain('like it: container.stop.twice')
  expect((await crivet(['explain', 'zebra'])).stderr).toContain('crivet list')
  expect((await crivet(['explain'])).stderr).toContain('name what to explain')
})
