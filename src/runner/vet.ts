import type { ProgressSink } from '../../reports/progress.ts'
import type { RunReport, ScenarioResult } from '../../reports/run-report.ts'
import { judgeRun } from '../../reports/verdict.ts'
import type { Circumstances } from '../known-failures/entry.ts'
import { idleInvariantEntries, judgeInvariants, judgeKnown } from '../known-failures/judge.ts'
import { packageVersion } from '../package-root.ts'
import { removePodCgroups } from '../runtimes/cgroups.ts'
import { diffCensus, mentions, takeCensus } from '../runtimes/host-census.ts'
import { suiteOf } from '../scenario/definition.ts'
import { REQUIREMENTS } from '../spec/gen/requirements.ts'
import { MINORS, ON_BY_DEFAULT } from '../spec/minors.ts'
import { type CatalogueEntry, loadCatalogue, suiteModules } from './catalogue.ts'
import { openKnownFailures } from './open-known-failures.ts'
import { type PreparedTarget, prepareTarget, type TargetOptions } from './prepare.ts'
import { runSuites, type SuitesOutcome } from './run-suites.ts'
import { type Filters, type Selection, select } from './select.ts'

/** A whole run: which target, which scenarios, how. */
export interface VetOptions extends TargetOptions {
  readonly filters: Filters
  readonly parallel: number
  readonly bail: number | undefined
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
  const prepared = await prepareTarget(options, note, interrupt)
  const selection = select(catalogue, options.filters, prepared.target.given)
  const here = circumstances(prepared, startedAt)
  const entries = known.entriesFor(here.runtime)
  const judged = (result: ScenarioResult) => judgeKnown(result, entries, here)
  const run = await runAndDispose(prepared, selection, options, judged, progress, interrupt)
  const violations = run.outcome.violations
  const whole = !selection.partial && !interrupt.aborted
  const facts = {
    crivet: { version: packageVersion() },
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    target: targetFacts(prepared),
    host: { ...prepared.target.host },
    depth: depth(prepared),
    selection: { partial: selection.partial, filters: givenFilters(options.filters) },
    interrupted: interrupt.aborted,
    scenarios: [...run.results, ...untried(selection)],
    invariants: judgeInvariants(violations, entries, here),
    leaks: run.leaks,
    idleKnownFailures: whole ? idleInvariantEntries(violations, entries, here) : [],
    notes,
    unhandled: run.outcome.unhandled,
  }
  const report = judgeRun(facts, {
    requirements: Object.values(REQUIREMENTS).filter(({ feature }) => feature !== 'windows'),
    minors: MINORS.map((minor) => ({
      minor,
      onByDefault: ON_BY_DEFAULT[minor] ?? [],
      answered: run.outcome.answered,
    })),
  })
  known.update(report, here)
  return report
}

function circumstances({ target, launched }: PreparedTarget, startedAt: Date): Circumstances {
  return {
    runtime: target.runtime.name,
    version: target.runtime.version,
    handler: target.handler || (launched?.defaultHandler ?? ''),
    kernel: target.host.kernel,
    cgroup: target.host.cgroup,
    today: startedAt.toISOString().slice(0, 10),
  }
}

interface Run {
  readonly results: readonly ScenarioResult[]
  readonly outcome: SuitesOutcome
  readonly leaks: readonly string[]
}

async function runAndDispose(
  prepared: PreparedTarget,
  { chosen }: Selection,
  options: VetOptions,
  judged: (result: ScenarioResult) => ScenarioResult,
  progress: ProgressSink,
  interrupt: AbortSignal,
): Promise<Run> {
  const byId = new Map(chosen.map((entry) => [entry.id, entry]))
  const results: ScenarioResult[] = []
  const left: string[] = []
  try {
    const before = await takeCensus()
    progress.planned(chosen.length)
    const outcome = await runSuites({
      target: prepared.target,
      plan: { modules: suiteModules(chosen), only: chosen.map(({ id }) => id) },
      parallel: options.parallel,
      interrupt,
      bail: options.bail,
      events: {
        started: (id) => progress.started(id),
        finished: (result) => {
          const placed = { ...judged(result), ...placeOf(byId.get(result.id)) }
          results.push(placed)
          progress.finished(placed)
        },
      },
    })
    left.push(...outcome.leftovers)
    for (const id of outcome.missing) results.push(unheard(byId.get(id), interrupt.aborted))
    await removePodCgroups(prepared.target.runId)
    const marks = [prepared.target.runId, ...outcome.made]
    const { added } = diffCensus(before, await takeCensus())
    const ours = added.filter(
      (it) => mentions(it, marks) && !ownSetup(it.detail + it.key, prepared),
    )
    left.push(...ours.map(({ kind, key, detail }) => `${kind} ${key} ${detail}`.trim()))
    left.push(...(await prepared.dispose()))
    return { results, outcome, leaks: left }
  } catch (error) {
    for (const line of await prepared.dispose()) progress.note(`could not be removed: ${line}`)
    throw error
  }
}

// The run's own folder, and a private daemon, go after the census.
function ownSetup(text: string, { target, launched }: PreparedTarget): boolean {
  return text.includes(target.stateDir) && !(launched && /shim|conmon/.test(text))
}

function placeOf(entry: CatalogueEntry | undefined) {
  return entry ? { file: entry.file, line: entry.line } : {}
}

function untried({ skipped, leftOut }: Selection): readonly ScenarioResult[] {
  return [
    ...skipped.map((entry) => ({ ...blank(entry), message: 'taken out by --skip' })),
    ...leftOut.map(({ entry, missing }) => ({
      ...blank(entry),
      message: `needs ${missing.join(', ')}`,
      notGiven: missing,
    })),
  ]
}

function unheard(entry: CatalogueEntry | undefined, interrupted: boolean): ScenarioResult {
  if (!entry) throw new Error('a scenario that was not planned is missing')
  return interrupted
    ? { ...blank(entry), outcome: 'interrupted', message: 'the run was interrupted before it' }
    : { ...blank(entry), outcome: 'error', message: 'nothing was heard of it' }
}

function blank(entry: CatalogueEntry): ScenarioResult {
  const { level, profile } = REQUIREMENTS[entry.requirement]
  return {
    id: entry.id,
    suite: suiteOf(entry.id),
    ...placeOf(entry),
    outcome: 'skipped',
    level,
    profile,
    requirement: entry.requirement,
    also: entry.also ?? [],
    rpcs: [],
    fields: { set: [], read: [] },
    startedAt: new Date().toISOString(),
    durationMs: 0,
    message: '',
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
    handlers:
      launched?.handlers.map(({ name }) => name) ??
      probed.status.runtime_handlers.map(({ name }) => name),
    features: [],
    launched: launched !== undefined,
  }
}

function depth({ target }: PreparedTarget): readonly string[] {
  const beside = target.given.filter((need) => need !== 'registry-faults')
  return ['default', ...beside.map((need) => `+${need}`)]
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
