import type { ProgressSink } from '../../reports/progress.ts'
import type { ListedDetail, ScenarioResult } from '../../reports/run-report.ts'
import { isKnownDebris } from '../../reports/summary.ts'
import { removePodCgroups } from '../runtimes/cgroups.ts'
import { diffCensus, type HostCensus, mentions, takeCensus } from '../runtimes/host-census.ts'
import { suiteModules } from './catalogue.ts'
import { mergeRounds } from './merge-rounds.ts'
import { mergeViolations } from './merge-violations.ts'
import type { PreparedTarget } from './prepare.ts'
import { openSuites, type Suites, type SuitesOutcome } from './run-suites.ts'
import { shuffled } from './seeded.ts'
import type { Selection } from './select.ts'
import { placeOf, unheard } from './unrun-results.ts'

/** How the scenarios are run. */
export interface RoundOptions {
  /** Scenarios in flight. */
  readonly parallel: number
  /** Ends the run after this many failures that are not known. */
  readonly bail: number | undefined
  /** How often each scenario is run, on the same target. */
  readonly repeat: number
  /** Decides the order of the scenarios, another in each round; that of their ids if absent. */
  readonly seed: number | undefined
}

/** What is known of the runtime's faults. */
export interface Foreknowledge {
  /** A result in the light of it. */
  judge(result: ScenarioResult): ScenarioResult
  /** Ways in which invariants are known to be violated. */
  readonly listed: readonly ListedDetail[]
}

/** What came of all rounds, when everything is taken down again. */
export interface Run {
  readonly results: readonly ScenarioResult[]
  /** Scenarios that passed in a round although they are listed as known failures, where their result does not tell. */
  readonly passed: readonly string[]
  readonly outcome: SuitesOutcome
  readonly leaks: readonly string[]
  /** Whether `--bail` ended it. */
  readonly bailed: boolean
}

/** Runs the chosen scenarios as often as asked for, then takes the target down and looks for leaks. */
export async function runRounds(
  prepared: PreparedTarget,
  opened: Promise<Suites>,
  { chosen }: Selection,
  options: RoundOptions,
  { judge, listed }: Foreknowledge,
  progress: ProgressSink,
  interrupt: AbortSignal,
): Promise<Run> {
  const byId = new Map(chosen.map((entry) => [entry.id, entry]))
  const rounds: ScenarioResult[][] = []
  const bailed = new AbortController()
  const end = AbortSignal.any([interrupt, bailed.signal])
  let failures = 0
  try {
    const before = await takeCensus()
    progress.planned(chosen.length * options.repeat)
    const outcomes: SuitesOutcome[] = []
    do {
      const round: ScenarioResult[] = []
      rounds.push(round)
      const suites = await (rounds.length === 1 ? opened : openSuites(options))
      const outcome = await suites.run({
        target: prepared.target,
        plan: {
          modules: suiteModules(chosen),
          only: inOrder(chosen, options.seed, rounds.length).map(({ id }) => id),
          round: rounds.length === 1 ? '' : `r${rounds.length}`,
          listed,
        },
        interrupt: end,
        events: {
          started: (id) => progress.started(id),
          finished: (result) => {
            const placed = judge({ ...result, ...placeOf(byId.get(result.id)) })
            round.push(placed)
            progress.finished(placed)
            const failed = FAILURES.includes(placed.outcome) && !isKnownDebris(placed)
            if (failed && ++failures === options.bail) bailed.abort()
          },
        },
      })
      outcomes.push(outcome)
      const why = end.aborted ? whyEnded(interrupt) : undefined
      for (const id of outcome.missing) round.push(unheard(byId.get(id), why))
    } while (rounds.length < options.repeat && !end.aborted)
    const outcome = mergeOutcomes(outcomes)
    const { results, passed, debris } = mergeRounds(rounds)
    const since = await leaksSince(before, outcome, prepared)
    const leaks = [...outcome.leftovers, ...debris, ...since]
    return { results, passed, outcome, leaks, bailed: bailed.signal.aborted }
  } catch (error) {
    for (const line of await prepared.dispose()) progress.note(`could not be removed: ${line}`)
    throw error
  }
}

function inOrder(
  chosen: Selection['chosen'],
  seed: number | undefined,
  round: number,
): Selection['chosen'] {
  return seed === undefined ? chosen : shuffled(chosen, seed + round - 1)
}

async function leaksSince(
  before: HostCensus,
  { made }: SuitesOutcome,
  prepared: PreparedTarget,
): Promise<readonly string[]> {
  await removePodCgroups(prepared.target.runId)
  const marks = [prepared.target.runId, ...made]
  const { added } = diffCensus(before, await takeCensus())
  const ours = added.filter((it) => mentions(it, marks) && !ownSetup(it.detail + it.key, prepared))
  const leaked = ours.map(({ kind, key, detail }) => `${kind} ${key} ${detail}`.trim())
  return [...leaked, ...(await prepared.dispose())]
}

function mergeOutcomes(outcomes: readonly SuitesOutcome[]): SuitesOutcome {
  const all = <T>(of: (outcome: SuitesOutcome) => readonly T[]) => [
    ...new Set(outcomes.flatMap(of)),
  ]
  return {
    leftovers: all((it) => it.leftovers),
    unhandled: all((it) => it.unhandled),
    violations: mergeViolations(outcomes.flatMap((it) => it.violations)),
    features: [...new Map(all((it) => it.features).map((it) => [it.name, it])).values()],
    answered: all((it) => it.answered),
    made: all((it) => it.made),
    missing: [],
  }
}

// The run's own folder, and a private daemon, go after the census.
function ownSetup(text: string, { target, launched }: PreparedTarget): boolean {
  return text.includes(target.stateDir) && !(launched && /shim|conmon/.test(text))
}

const FAILURES: readonly string[] = ['fail', 'unexpected-pass', 'error', 'blocked', 'unclean']

function whyEnded({ aborted }: AbortSignal): string {
  return aborted ? 'the run was interrupted before it' : '--bail ended the run before it'
}
