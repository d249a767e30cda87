import type { GateDecision } from './gate.ts'
import type { RunReport, ScenarioResult } from './run-report.ts'

/** Hears of a run as it happens. */
export interface ProgressSink {
  /** How many scenarios will be run. */
  planned(total: number): void
  started(id: string): void
  finished(result: ScenarioResult): void
  /** Something a person should know now. */
  note(text: string): void
  ended(report: RunReport, closing?: Closing): void
}

/** What is known only when all reports are written. */
export interface Closing {
  /** Paths of the written reports. */
  readonly files: readonly string[]
  readonly gate: GateDecision
}
