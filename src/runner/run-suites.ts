import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { ScenarioResult } from '../../reports/run-report.ts'
import type { Closing } from '../scenario/closing.ts'
import type { Plan } from '../scenario/registration.ts'
import type { Target } from '../scenario/target.ts'
import { closeVitest, openVitest, runVitest } from './open-vitest.ts'

/** Hears of each scenario as it happens. */
export interface SuiteEvents {
  started(id: string): void
  finished(result: ScenarioResult): void
}

/** What is left to say when all suites have run. */
export interface SuitesOutcome extends Closing {
  /** Scenarios that were planned and of which nothing was heard. */
  readonly missing: readonly string[]
}

/** How suites are run, known before there is a target. */
export interface SuitesOptions {
  /** Scenarios in flight. */
  readonly parallel: number
}

/** What is run, and who hears of it. */
export interface SuitesRun {
  readonly target: Target
  readonly plan: Plan & { readonly only: readonly string[] }
  readonly events: SuiteEvents
  /** Ends the run early; what has begun is cleaned up. */
  readonly interrupt: AbortSignal
}

/** vitest, opened and waiting for a target. */
export interface Suites {
  /** Runs the planned scenarios in one worker, once. */
  run(run: SuitesRun): Promise<SuitesOutcome>
  close(): Promise<void>
}

/** Opens vitest ahead of a run: that takes as long as launching a runtime, and can go on beside it. */
export async function openSuites({ parallel }: SuitesOptions): Promise<Suites> {
  const listener = new ScenarioListener()
  const vitest = await openVitest({ parallel, reporters: [listener] })
  return {
    close: () => closeVitest(vitest),
    async run({ target, plan, events, interrupt }) {
      listener.events = events
      vitest.provide('target', target)
      vitest.provide('plan', plan)
      await runVitest(vitest, interrupt)
      return {
        ...listener.closing,
        unhandled: [...listener.unhandled, ...listener.closing.unhandled],
        missing: plan.only.filter((id) => !listener.heard.has(id)),
      }
    },
  }
}

const NOTHING: Closing = {
  leftovers: [],
  violations: [],
  unhandled: [],
  features: [],
  answered: [],
  made: [],
}

class ScenarioListener implements Reporter {
  readonly heard = new Set<string>()
  readonly unhandled: string[] = []
  closing: Closing = NOTHING
  events: SuiteEvents | undefined

  onTestCaseReady(test: TestCase): void {
    if (test.meta().scenario) this.events?.started(test.name)
  }

  onTestCaseResult(test: TestCase): void {
    const { result, scenario } = test.meta()
    if (!scenario) this.unhandled.push(describe(test))
    // After a cancel vitest may tell of a test twice.
    if (!result || this.heard.has(result.id)) return
    this.heard.add(result.id)
    this.events?.finished(result)
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly { stack?: string; message: string }[],
  ) {
    for (const error of errors) this.unhandled.push(error.stack ?? error.message)
    for (const module of modules) {
      this.closing = module.meta().closing ?? this.closing
      for (const error of module.errors()) this.unhandled.push(error.stack ?? error.message)
    }
  }
}

function describe(test: TestCase): string {
  const errors = test.result().errors ?? []
  return [`${test.name}:`, ...errors.map((error) => error.stack ?? error.message)].join('\n')
}
