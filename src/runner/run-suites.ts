import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { InvariantViolation, ScenarioResult } from '../../reports/run-report.ts'
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
export interface SuitesOutcome {
  /** What the scenarios shared and could not be removed. */
  readonly leftovers: readonly string[]
  /** Errors outside of any scenario, as stacks: crivet itself is at fault. */
  readonly unhandled: readonly string[]
  /** What of the invariants did not hold. */
  readonly violations: readonly InvariantViolation[]
  /** RPCs that answered with anything but UNIMPLEMENTED. */
  readonly answered: readonly string[]
  /** The ids of all pods and containers that were made. */
  readonly made: readonly string[]
  /** Scenarios that were planned and of which nothing was heard. */
  readonly missing: readonly string[]
}

/** How suites are run, known before there is a target. */
export interface SuitesOptions {
  /** Scenarios in flight. */
  readonly parallel: number
  /** Ends the run after this many failures. */
  readonly bail?: number | undefined
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
export async function openSuites({ parallel, bail }: SuitesOptions): Promise<Suites> {
  const listener = new ScenarioListener()
  const vitest = await openVitest({ parallel, bail, reporters: [listener] })
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

class ScenarioListener implements Reporter {
  readonly heard = new Set<string>()
  readonly unhandled: string[] = []
  closing: Closing = { leftovers: [], violations: [], unhandled: [], answered: [], made: [] }
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
