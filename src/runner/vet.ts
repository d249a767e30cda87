import type { ProgressSink } from '../../reports/progress.ts'
import type { RunReport, ScenarioResult, SelectionFacts } from '../../reports/run-report.ts'
import { judgeRun } from '../../reports/verdict.ts'
import { checkEndpoint, parseEndpoint } from '../cri/endpoint.ts'
import { CrivetError } from '../errors.ts'
import type { Circumstances } from '../known-failures/entry.ts'
import {
  idleEntries,
  judgeInvariants,
  judgeKnown,
  judgeLeaks,
  listedDetails,
} from '../known-failures/judge.ts'
import { packageVersion } from '../package-root.ts'
import { loadCatalogue } from './catalogue.ts'
import { openKnownFailures } from './open-known-failures.ts'
import { checkOtherRegistry } from './other-registry.ts'
import { type PreparedTarget, prepareTarget, type TargetOptions } from './prepare.ts'
import { type RoundOptions, runRounds } from './run-rounds.ts'
import { openSuites } from './run-suites.ts'
import { type Filters, type Selection, select } from './select.ts'
import { shardName } from './shard.ts'
import { untried } from './unrun-results.ts'
import { yardstick } from './yardstick.ts'

/** A whole run: which target, which scenarios, how. */
export interface VetOptions extends TargetOptions, RoundOptions {
  readonly filters: Filters
  /** A file of known failures, or `shipped` for the package's own for this runtime. */
  readonly knownFailures: string | undefined
  /** Write the file anew from what the run shows. */
  readonly updateKnownFailures: boolean
}

/** Vets a runtime: sets up, runs the suites, takes down, judges. */
export async function vet(
  options: VetOptions,
  progress: ProgressSink,
  interrupt: AbortSignal,
): Promise<RunReport> {
  const startedAt = new Date()
  const catalogue = loadCatalogue()
  // Wrong filters are told before anything is set up.
  const { partial } = select(catalogue, options.filters, [])
  const known = openKnownFailures(options, partial)
  const notes: string[] = []
  const note = (text: string) => {
    notes.push(text)
    progress.note(text)
  }
  // A socket that is not there is told without waiting for vitest.
  if (options.endpoint !== undefined) await checkEndpoint(parseEndpoint(options.endpoint))
  const opened = openSuites(options)
  // A failure is told where it is waited for; where nobody does, there is another to tell.
  opened.catch(() => undefined)
  const closeUnused = () => void opened.then((suites) => suites.close()).catch(() => undefined)
  const prepared = await prepareTarget(options, note, interrupt).catch((error: unknown) => {
    closeUnused()
    throw error
  })
  const selection = select(catalogue, options.filters, prepared.target.given)
  const giveUp = async (error: unknown): Promise<never> => {
    closeUnused()
    for (const line of await prepared.dispose()) note(`could not be removed: ${line}`)
    throw error
  }
  if (selection.chosen.length === 0) return giveUp(nothingToRun(selection))
  await checkOtherRegistry(prepared.target, interrupt).catch(giveUp)
  const here = circumstances(prepared, startedAt)
  const entries = known.entriesFor(here.runtime)
  const foreknown = {
    judge: (result: ScenarioResult) => judgeKnown(result, entries, here),
    listed: listedDetails(entries, here),
  }
  const run = await runRounds(prepared, opened, selection, options, foreknown, progress, interrupt)
  const { violations } = run.outcome
  // Elsewhere than in a whole run with all images nobody may have looked where an entry shows.
  const narrow = selection.filtered || options.registry !== undefined
  const whole = !narrow && !interrupt.aborted && !run.bailed
  const idle = whole ? idleEntries({ violations, leaks: run.leaks }, entries, here) : []
  const facts = {
    crivet: { version: packageVersion() },
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    target: { ...targetFacts(prepared), features: run.outcome.features },
    host: { ...prepared.target.host },
    depth: depth(prepared),
    selection: selectionFacts(selection, options),
    interrupted: interrupt.aborted,
    bailed: run.bailed,
    scenarios: [...run.results, ...untried(selection)],
    invariants: judgeInvariants(violations, entries, here),
    ...judgeLeaks(run.leaks, entries, here),
    // What one shard did not show another may have.
    ...(selection.partial && options.filters.shard
      ? { idleKnownFailures: run.passed, unseenKnownFailures: idle }
      : { idleKnownFailures: [...idle, ...run.passed] }),
    answered: run.outcome.answered,
    notes,
    unhandled: run.outcome.unhandled,
  }
  const report = judgeRun(facts, yardstick(run.outcome.answered))
  known.update(report, here)
  return report
}

function nothingToRun({ skipped, leftOut }: Selection): CrivetError {
  const missing = [...new Set(leftOut.flatMap((it) => it.missing))].join(', ')
  const why = [
    ...(skipped.length > 0 ? [`${skipped.length} taken out by --skip`] : []),
    ...(missing === '' ? [] : [`${leftOut.length} need what this run is not given: ${missing}`]),
  ]
  return new CrivetError('CRIVET_USAGE', `no scenario is left to run: ${why.join('; ')}`, {
    hint: 'see what a scenario needs with: crivet explain ID',
  })
}

function circumstances({ target }: PreparedTarget, startedAt: Date): Circumstances {
  return {
    runtime: target.runtime.name,
    version: target.runtime.version,
    handler: target.handler || target.defaultHandler,
    kernel: target.host.kernel,
    cgroup: target.host.cgroup,
    today: startedAt.toISOString().slice(0, 10),
  }
}

function targetFacts({ target, probed, launched }: PreparedTarget) {
  return {
    endpoint: target.endpoint,
    ...(target.imageEndpoint === undefined ? {} : { imageEndpoint: target.imageEndpoint }),
    runtimeName: target.runtime.name,
    runtimeVersion: target.runtime.version,
    apiVersion: target.runtime.apiVersion,
    handler: target.handler,
    ...(target.defaultHandler === '' ? {} : { defaultHandler: target.defaultHandler }),
    handlers:
      launched?.handlers.map(({ name }) => name) ??
      probed.status.runtime_handlers.map(({ name }) => name),
    launched: launched !== undefined,
  }
}

function depth({ target }: PreparedTarget): readonly string[] {
  const beside = target.given.filter((need) => need !== 'registry-faults')
  const less = target.otherRegistry === undefined ? [] : ['-registry']
  return ['default', ...less, ...beside.map((need) => `+${need}`)]
}

function selectionFacts({ partial }: Selection, { filters, seed }: VetOptions): SelectionFacts {
  const { shard } = filters
  return {
    partial,
    filters: givenFilters(filters),
    ...(shard === undefined ? {} : { shard: shardName(shard) }),
    ...(seed === undefined ? {} : { seed }),
  }
}

function givenFilters({ scenarios, skip, profiles, rpcs, level }: Filters) {
  const all = {
    scenario: scenarios,
    skip,
    profile: profiles,
    rpc: rpcs,
    level: level ? [level] : [],
  }
  return Object.fromEntries(Object.entries(all).filter(([, values]) => values.length > 0))
}
