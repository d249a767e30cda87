import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Attempt,
  type KillOutcome,
  type KillResult,
  noticed,
} from '../../../reports/kill-report.ts'
import type { ScenarioResult } from '../../../reports/run-report.ts'
import { ActiveFault, type Fault } from '../../mutants/fault.ts'
import { startProxy } from '../../mutants/proxy.ts'
import { isAlone, type ScenarioDefinition } from '../../scenario/definition.ts'
import { createHarness, type Harness } from '../../scenario/harness.ts'
import { runScenario } from '../../scenario/run-scenario.ts'
import { REQUIREMENTS } from '../../spec/gen/requirements.ts'
import { candidatesFor } from './candidates.ts'
import type { KillPlan } from './kill-plan.ts'
import { sweep } from './sweep.ts'
import type { Turns } from './turns.ts'

/** What trying a fault takes. */
export interface Trial {
  readonly fault: Fault
  /** Begins the names of all that is made meanwhile; of no other fault. */
  readonly prefix: string
  readonly plan: KillPlan
  readonly scenarios: ReadonlyMap<string, ScenarioDefinition>
  /** On the runtime itself, without a fault. */
  readonly direct: Harness
  /** Keeps what must be alone apart from what all faults run. */
  readonly turns: Turns
  readonly signal: AbortSignal
}

// Those that claim the requirement come one by one; of the rest some at a time.
const WAVE = 4

/** Seeds a fault and runs scenarios until one notices it. */
export async function tryFault(trial: Trial): Promise<KillResult> {
  const { fault, prefix, plan, direct, signal, turns } = trial
  const startedMs = performance.now()
  const active = new ActiveFault(fault)
  const { target } = direct
  const socket = join(target.stateDir, `${prefix}.sock`)
  const proxy = await startProxy({
    socket,
    endpoint: target.endpoint,
    imageEndpoint: target.imageEndpoint,
    fault: active,
  })
  const seen = { ...target, endpoint: proxy.endpoint, imageEndpoint: undefined }
  const harness = createHarness(seen, { prefix, beside: direct })
  try {
    const { claiming, others } = candidatesFor(fault, plan.known)
    const waves = [...claiming.map((it) => [it]), ...inWaves(others.slice(0, plan.others))]
    const tried: ScenarioResult[] = []
    const violated = () =>
      harness.invariants.violations.map(({ id }) => id).filter((id) => !plan.violated.includes(id))
    const noticing = () => tried.find(noticed)
    for (const [index, wave] of waves.entries()) {
      const bound = plan.thorough ? claiming.length : 0
      if (signal.aborted || (index >= bound && active.touched > 0 && noticing())) break
      // An invariant is enough, once those that claim the requirement had their say.
      if (index >= claiming.length && active.touched > 0 && violated().length > 0) break
      tried.push(
        ...(await Promise.all(wave.map(({ id }) => run(trial, harness, id, tried.length)))),
      )
    }
    const first = active.touched > 0 ? noticing() : undefined
    const invariants = active.touched > 0 ? violated() : []
    const { requirement, about } = fault
    return {
      fault: fault.id,
      requirement,
      level: REQUIREMENTS[requirement].level,
      about,
      outcome: outcomeOf(
        first !== undefined || invariants.length > 0,
        claiming.length > 0,
        active,
        signal,
      ),
      ...(first
        ? { noticedBy: attempt(first), blamesRight: first.requirement === requirement }
        : {}),
      invariants,
      claimedBy: claiming.map(({ id }) => id),
      tried: tried.map(attempt),
      durationMs: Math.round(performance.now() - startedMs),
    }
  } finally {
    // Not while a scenario of another fault has the runtime down.
    await turns.take(false, async () => {
      await harness.close()
      await proxy.close()
      await rm(socket, { force: true })
      await sweep(direct, prefix)
    })
  }
}

function outcomeOf(
  killed: boolean,
  claimed: boolean,
  { touched }: ActiveFault,
  { aborted }: AbortSignal,
): KillOutcome {
  if (killed) return 'killed'
  if (aborted) return 'interrupted'
  if (touched === 0) return 'not-triggered'
  return claimed ? 'survived' : 'unclaimed'
}

function run(
  { scenarios, prefix, signal, turns }: Trial,
  harness: Harness,
  id: string,
  begun: number,
): Promise<ScenarioResult> {
  const definition = scenarios.get(id)
  if (!definition) throw new Error(`no suite holds ${id}`)
  // Two of one wave begin alike; their ids tell them apart.
  const key = `${prefix}s${begun}${shortName(id)}`
  return turns.take(isAlone(definition), () => runScenario(definition, harness, key, signal))
}

function shortName(id: string): string {
  let hash = 0
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) % 46_656
  return hash.toString(36)
}

function inWaves<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / WAVE)
  return Array.from({ length: count }, (_, index) => items.slice(index * WAVE, (index + 1) * WAVE))
}

function attempt({ id, requirement, outcome, message }: ScenarioResult): Attempt {
  return { scenario: id, requirement, outcome, message: message.slice(0, LONGEST) }
}

const LONGEST = 300
