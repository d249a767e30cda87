// The one module vitest runs: scenarios of all suites overlap only within a single module.
import { afterAll, describe, inject, test } from 'vitest'
import type { ScenarioDefinition } from '../scenario/definition.ts'
import { isAlone, needsOf } from '../scenario/definition.ts'
import { closeSharedHarness, schedule, startCollecting } from '../scenario/registration.ts'

const { modules, only } = inject('plan')
const found = startCollecting()
for (const path of modules) {
  try {
    await import(path)
  } catch (error) {
    test(`loads ${path}`, () => {
      throw error
    })
  }
}

const chosen = only ? inOrder(found, only) : found
const others = chosen.filter((it) => !it.keystone)
const together = others.filter((it) => !isAlone(it))
for (const definition of chosen.filter((it) => it.keystone)) schedule(definition)
for (const definition of together.filter((it) => it.waits)) schedule(definition)
for (const definition of together.filter((it) => !it.waits)) schedule(definition)
describe.sequential('alone', () => {
  for (const definition of others.filter(isAlone).sort(byDisruption)) schedule(definition)
})

// biome-ignore lint/correctness/noEmptyPattern: vitest reads there what a hook asks for.
afterAll(async ({}, suite) => {
  const closing = await closeSharedHarness()
  if (closing) suite.meta.closing = closing
}, 120_000)

// What leaves a runtime worse than it was comes late, so that the fewest others suffer.
function byDisruption(a: ScenarioDefinition, b: ScenarioDefinition): number {
  const rank = (it: ScenarioDefinition) => {
    const needs = needsOf(it)
    return needs.includes('restart') ? 2 : needs.includes('cni') ? 1 : 0
  }
  return rank(a) - rank(b)
}

function inOrder(
  definitions: readonly ScenarioDefinition[],
  ids: readonly string[],
): readonly ScenarioDefinition[] {
  const byId = new Map(definitions.map((it) => [it.id, it]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
