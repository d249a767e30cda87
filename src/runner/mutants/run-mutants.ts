import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { type KillReport, type KillResult, noticed } from '../../../reports/kill-report.ts'
import type { ScenarioResult } from '../../../reports/run-report.ts'
import { FAULTS } from '../../mutants/catalogue.ts'
import { packageVersion } from '../../package-root.ts'
import { type CatalogueEntry, suiteModules } from '../catalogue.ts'
import { openVitest, runVitest } from '../open-vitest.ts'
import { type PreparedTarget, prepareTarget, type TargetOptions } from '../prepare.ts'
import { type Choice, chooseFaults, chooseScenarios } from './choose.ts'
import type { KillPlan } from './kill-plan.ts'
import { runUnmutated } from './run-unmutated.ts'

/** Which faults are seeded into which runtime, and who may notice. */
export interface MutantsOptions extends TargetOptions, Choice {
  /** Faults in flight. */
  readonly parallel: number
  /** Try all that claim the requirement, also after the first that notices. */
  readonly thorough: boolean
  /** From the beginning; faults that are under way then, and those after, are told as interrupted. */
  readonly stopAfterSeconds: number | undefined
}

/** Hears of a run of mutants as it goes. */
export interface MutantsProgress {
  note(text: string): void
  planned(scenarios: number, faults: number): void
  unmutated(result: ScenarioResult): void
  tried(result: KillResult): void
}

/** Seeds one fault after another between crivet and a runtime, and says which are noticed by whom. */
export async function runMutants(
  options: MutantsOptions,
  progress: MutantsProgress,
  interrupt: AbortSignal,
): Promise<KillReport> {
  const startedAt = new Date()
  const faults = chooseFaults(options)
  const prepared = await prepareTarget(options, (text) => progress.note(text), interrupt)
  try {
    const entries = chooseScenarios(options, faults, prepared.target.given)
    progress.planned(entries.length, faults.length)
    const unmutated = await runUnmutated(prepared.target, entries, {
      parallel: options.parallel,
      finished: (result) => progress.unmutated(result),
      interrupt,
    })
    const plan: KillPlan = {
      faults: faults.map(({ id }) => id),
      known: unmutated.results.map(withoutEvidence),
      violated: unmutated.violated,
      others: options.others,
      thorough: options.thorough,
      stopAtMs: options.stopAfterSeconds && startedAt.getTime() + options.stopAfterSeconds * 1000,
    }
    const { results, unhandled } = await tryFaults(
      prepared,
      entries,
      plan,
      options,
      progress,
      interrupt,
    )
    return {
      crivet: { version: packageVersion() },
      startedAt: startedAt.toISOString(),
      durationMs: Date.now() - startedAt.getTime(),
      runtime: prepared.target.runtime,
      unmutated: { outcomes: countOutcomes(unmutated.results), invariants: unmutated.violated },
      results,
      ...gaps(unmutated.results, results),
      unhandled,
    }
  } finally {
    for (const line of await prepared.dispose()) progress.note(`could not be removed: ${line}`)
  }
}

async function tryFaults(
  { target }: PreparedTarget,
  entries: readonly CatalogueEntry[],
  plan: KillPlan,
  { parallel }: MutantsOptions,
  progress: MutantsProgress,
  interrupt: AbortSignal,
): Promise<Pick<KillReport, 'results' | 'unhandled'>> {
  const listener = new KillListener(progress)
  const vitest = await openVitest({ entry: 'mutants-entry', parallel, reporters: [listener] })
  vitest.provide('target', target)
  vitest.provide('plan', { modules: suiteModules(entries), only: undefined, round: '' })
  vitest.provide('killPlan', plan)
  await runVitest(vitest, interrupt)
  return {
    results: plan.faults.flatMap((id) => listener.results.get(id) ?? []),
    unhandled: listener.broken,
  }
}

function withoutEvidence({ evidence: _, ...rest }: ScenarioResult) {
  return rest
}

class KillListener implements Reporter {
  readonly results = new Map<string, KillResult>()
  readonly broken: string[] = []
  readonly #progress: MutantsProgress

  constructor(progress: MutantsProgress) {
    this.#progress = progress
  }

  onTestCaseResult(test: TestCase): void {
    const { kill } = test.meta()
    if (kill && !this.results.has(kill.fault)) {
      this.results.set(kill.fault, kill)
      this.#progress.tried(kill)
    }
    for (const { stack, message } of test.result().errors ?? []) {
      this.broken.push(`${test.name}: ${stack ?? message}`)
    }
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly { stack?: string; message: string }[],
  ): void {
    const all = [...errors, ...modules.flatMap((module) => module.errors())]
    for (const { stack, message } of all) this.broken.push(stack ?? message)
  }
}

function countOutcomes(results: readonly ScenarioResult[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

function gaps(known: readonly ScenarioResult[], results: readonly KillResult[]) {
  const passing = known.filter(({ outcome }) => outcome === 'pass')
  const tried = new Set(results.flatMap((it) => it.tried.map(({ scenario }) => scenario)))
  const noticing = new Set(
    results.flatMap((it) => it.tried.filter(noticed).map(({ scenario }) => scenario)),
  )
  const claimed = new Set(passing.map(({ requirement }) => requirement))
  return {
    idleScenarios: passing
      .map(({ id }) => id)
      .filter((id) => tried.has(id) && !noticing.has(id))
      .sort(),
    withoutFault: [...claimed]
      .filter((id) => !FAULTS.some(({ requirement }) => requirement === id))
      .sort(),
  }
}
