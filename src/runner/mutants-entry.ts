// The module vitest runs for `crivet mutants`: a test for each fault, several at a time.
import { afterAll, inject, test } from 'vitest'
import type { KillResult } from '../../reports/kill-report.ts'
import { FAULTS } from '../mutants/catalogue.ts'
import { createHarness } from '../scenario/harness.ts'
import { startCollecting } from '../scenario/registration.ts'
import { tryFault } from './mutants/try-fault.ts'
import { Turns } from './mutants/turns.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** What came of a fault. */
    kill?: KillResult
  }
}

const plan = inject('killPlan')
const found = startCollecting()
for (const path of inject('plan').modules) await import(path)
const scenarios = new Map(found.map((it) => [it.id, it]))
const turns = new Turns()
const direct = createHarness(inject('target'))

const over = new AbortController()
const stopping =
  plan.stopAtMs &&
  setTimeout(() => over.abort('the time is over'), Math.max(0, plan.stopAtMs - Date.now()))

// Longer than all the scenarios of one fault can take: each of them ends by its own limit.
const LONGEST_MS = 60 * 60_000

for (const [index, id] of plan.faults.entries()) {
  const fault = FAULTS.find((it) => it.id === id)
  if (!fault) throw new Error(`the catalogue has no fault ${id}`)
  // The dash keeps `m1-` from being the beginning of what `m11-` makes.
  const prefix = `m${index}-`
  test(id, { timeout: LONGEST_MS }, async ({ task, signal }) => {
    const ends = AbortSignal.any([signal, over.signal])
    task.meta.kill = await tryFault({ fault, prefix, plan, scenarios, direct, turns, signal: ends })
  })
}

afterAll(async () => {
  clearTimeout(stopping)
  await direct.close()
}, 120_000)
