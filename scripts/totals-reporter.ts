import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Writes `passed failed skipped`, as counts of tests, into the file $CRIVET_TEST_TOTALS names. */
export class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const path = process.env.CRIVET_TEST_TOTALS
    if (path === undefined) return
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    )
    const count = (state: string) => states.filter((it) => it === state).length
    // A module that does not load, and an error outside of any test, have no test to be counted by.
    const broken = modules.flatMap((module) => module.errors()).length + errors.length
    const failed = count('failed') + count('pending') + broken
    writeFileSync(path, `${count('passed')} ${failed} ${count('skipped')}\n`)
  }
}
