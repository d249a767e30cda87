import { inject, test } from 'vitest'
import type { ListedDetail, ScenarioResult } from '../../reports/run-report.ts'
import type { Closing } from './closing.ts'
import type { ScenarioDefinition } from './definition.ts'
import { createHarness, type Harness } from './harness.ts'
import { runScenario } from './run-scenario.ts'
import type { Target } from './target.ts'
import { TIMEOUTS } from './timeouts.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The runtime being vetted. */
    target: Target
    /** The suite modules to load, with the scenarios of each to run. */
    plan: Plan
  }
  interface TaskMeta {
    /** What the scenario asks for, known before it runs. */
    scenario?: Omit<ScenarioDefinition, 'body'>
    /** What came of it. */
    result?: ScenarioResult
    /** Of the whole module, known when all scenarios are over. */
    closing?: Closing
  }
}

/** What a run loads, and which of the scenarios found there it runs. */
export interface Plan {
  /** Absolute paths of suite modules. */
  readonly modules: readonly string[]
  /** Ids to run, in order of preference; undefined for all that are found. */
  readonly only: readonly string[] | undefined
  /** Begins the keys of scenarios: what a run makes in another round has to have other names. */
  readonly round: string
  /** Ways in which invariants are known to be violated. */
  readonly listed?: readonly ListedDetail[]
}

const TIMES_OUT_FIRST = 30_000

let collected: ScenarioDefinition[] | undefined
let harness: Harness | undefined
let count = 0

/** From here on scenarios are collected rather than handed to vitest at once. */
export function startCollecting(): ScenarioDefinition[] {
  collected = []
  return collected
}

/** Takes a scenario in: for the run's plan, or for vitest where a suite file runs by itself. */
export function register(definition: ScenarioDefinition): void {
  if (collected) collected.push(definition)
  else schedule(definition)
}

/** Hands a scenario to vitest. */
export function schedule(definition: ScenarioDefinition): void {
  const { body: _, ...meta } = definition
  const runsFor = TIMEOUTS[definition.timeout ?? 'scenario'] + TIMEOUTS.cleanup + TIMES_OUT_FIRST
  const options = { meta: { scenario: meta }, timeout: runsFor * inject('target').timeoutScale }
  if (definition.keystone) sharedHarness().keystones.announce(definition.id)
  test(definition.id, options, async ({ task, signal, skip }) => {
    const key = `${inject('plan').round}s${++count}`
    const result = await runScenario(definition, sharedHarness(), key, signal)
    task.meta.result = result
    if (result.outcome === 'pass') return
    if (SKIPPED.has(result.outcome)) skip(`${result.outcome}: ${result.message}`)
    throw new ScenarioNotPassed(result)
  })
}

/** The harness of this process's run, made when first asked for. */
export function sharedHarness(): Harness {
  harness ??= createHarness(inject('target'), { listed: inject('plan').listed })
  return harness
}

/** Removes what scenarios shared, and sums up what they all have in common. */
export async function closeSharedHarness(): Promise<Closing | undefined> {
  const closing = await harness?.close()
  harness = undefined
  return closing
}

const SKIPPED = new Set(['unsupported', 'not-applicable', 'interrupted'])

/** Tells vitest, for those who run a suite with it directly; reports are made from the result. */
class ScenarioNotPassed extends Error {
  constructor({ outcome, message, evidence }: ScenarioResult) {
    super(`${outcome}: ${message}${evidence?.transcript ? `\n\n${evidence.transcript}` : ''}`)
    this.name = 'ScenarioNotPassed'
  }
}
