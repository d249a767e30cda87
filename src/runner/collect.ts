import type { ScenarioDefinition } from '../scenario/definition.ts'
import { closeVitest, openVitest } from './open-vitest.ts'

/** What the scenarios in these modules say of themselves; nothing is run. */
export async function collectScenarios(
  modules: readonly string[],
): Promise<readonly Omit<ScenarioDefinition, 'body'>[]> {
  const vitest = await openVitest({ reporters: [], parallel: 1 })
  vitest.provide('target', COLLECTING)
  vitest.provide('plan', { modules, only: undefined, round: '' })
  try {
    const { testModules, unhandledErrors } = await vitest.collect()
    const errors = [...unhandledErrors, ...testModules.flatMap((module) => module.errors())]
    if (errors.length > 0) throw new AggregateError(errors, 'the suites could not be collected')
    const tests = testModules.flatMap((module) => [...module.children.allTests()])
    return tests.map((test) => {
      const { scenario } = test.meta()
      if (!scenario) throw new Error(`${test.name}: a suite that does not load`)
      return scenario
    })
  } finally {
    await closeVitest(vitest)
  }
}

// Collecting asks nothing of a target but how patient to be.
const COLLECTING = { endpoint: 'unix:///never-called', timeoutScale: 1 } as never
