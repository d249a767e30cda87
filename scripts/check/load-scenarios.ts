import { relative } from 'node:path'
import type { ScenarioMeta } from '../../src/scenario/definition.ts'
import { namedFixtures } from '../../src/scenario/fixtures/fixtures.ts'
import { startCollecting } from '../../src/scenario/registration.ts'
import { suiteFiles } from '../generate-catalogue.ts'
import { ROOT } from './tool.ts'

/** A scenario as its suite registers it. */
export interface LoadedScenario extends ScenarioMeta {
  readonly id: string
  /** Path of its suite from the checkout's root. */
  readonly file: string
  /** The fixtures that its body takes. */
  readonly fixtures: readonly string[]
}

let loaded: Promise<readonly LoadedScenario[]> | undefined

/** All scenarios, from the suites' sources; without vitest, which would take longer than the rest. */
export function loadScenarios(): Promise<readonly LoadedScenario[]> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<readonly LoadedScenario[]> {
  const found = startCollecting()
  const files: string[] = []
  for (const path of suiteFiles()) {
    await import(path)
    while (files.length < found.length) files.push(relative(ROOT, path))
  }
  return found.map(({ body, ...meta }, at) => ({
    ...meta,
    file: files[at] ?? '',
    fixtures: namedFixtures(body),
  }))
}
