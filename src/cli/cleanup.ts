import { setTimeout as delay } from 'node:timers/promises'
import { checkEndpoint, parseEndpoint } from '../cri/endpoint.ts'
import { findRemnants, type Remnant } from '../runner/clean-endpoint.ts'
import { removeRunCgroups, runsOfCgroups } from '../runtimes/cgroups.ts'
import { allGone, removeLeftovers } from '../runtimes/leftovers.ts'
import { pulledImages } from '../runtimes/pulled-images.ts'
import { findRuns } from '../runtimes/state-dir.ts'
import { oneEndpoint, parseFlags } from './flags.ts'

const FLAGS = {
  'image-endpoint': { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const

// A call that was cut when crivet died may make its pod yet, and a runtime may be about to undo it.
const SETTLE_MS = 1_000
const MOST_LOOKS = 10

/** Removes what interrupted runs left on this host and, where an endpoint is given, on its runtime. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags('cleanup', args, FLAGS)
  const given = oneEndpoint('cleanup', positionals)
  const image = values['image-endpoint']
  const dry = values['dry-run'] ?? false
  const endpoint = given === undefined ? undefined : parseEndpoint(given)
  if (endpoint !== undefined) await checkEndpoint(endpoint)
  const imageEndpoint = image === undefined ? undefined : parseEndpoint(image)
  const alive = findRuns().filter((run) => run.alive)
  for (const { runId, owner } of alive) say(`run ${runId} is still going on (process ${owner.pid})`)
  // Asked anew each time: a run may have begun since.
  const isOver = (runId: string) => !findRuns().some((run) => run.alive && run.runId === runId)
  const left: string[] = []
  let found = 0
  let busy: readonly string[] = []
  for (let look = 1; look <= MOST_LOOKS; look++) {
    let now = 0
    for await (const { what, remove } of allRemnants(endpoint, imageEndpoint, isOver)) {
      now++
      say(`${dry ? 'would remove' : 'removing'} ${what}`)
      if (!dry) await remove().catch((error: unknown) => left.push(`${what}: ${String(error)}`))
    }
    found += now
    busy = busyRuns(isOver)
    if (dry || left.length > 0 || (now === 0 && busy.length === 0)) break
    await delay(SETTLE_MS)
  }
  for (const runId of busy) {
    say(`run ${runId} has processes in its cgroups: left alone, as its crivet may be one that`)
    say('  is not seen from here (with another TMPDIR)')
  }
  for (const { runId, at } of runsOf(imageEndpoint ?? endpoint).elsewhere) {
    say(`run ${runId} pulled images to ${at}: crivet cleanup ${at} removes them`)
  }
  for (const line of left) process.stderr.write(`crivet: could not be removed: ${line}\n`)
  if (found === 0) say('nothing is left of any run')
  return left.length > 0 ? 4 : 0
}

// Each kind is looked for when those before it are removed: they take some of it along.
async function* allRemnants(
  endpoint: string | undefined,
  imageEndpoint: string | undefined,
  isOver: (runId: string) => boolean,
): AsyncGenerator<Remnant> {
  if (endpoint !== undefined) {
    const { remnants, close } = await findRemnants(endpoint, imageEndpoint, isOver)
    try {
      yield* remnants
    } finally {
      close()
    }
  }
  for (const run of runsOf(imageEndpoint ?? endpoint).here) {
    const remove = async () => allGone(await removeLeftovers(run))
    yield { what: `run ${run.runId}: ${run.stateDir}`, remove }
  }
  // Of runs that are gone with all else: a runtime may have made them when crivet had left.
  for (const { runId, isBusy } of runsOfCgroups()) {
    if (isBusy || !isOver(runId)) continue
    const remove = async () => allGone(await removeRunCgroups(runId))
    yield { what: `the empty cgroups of run ${runId}`, remove }
  }
}

// The folder of a run is all that tells of images it pulled to a runtime that was not given: it stays until then.
function runsOf(endpoint: string | undefined) {
  const over = findRuns()
    .filter((run) => !run.alive)
    .map((run) => ({
      ...run,
      at: pulledImages(run.stateDir).find((it) => it.endpoint !== endpoint)?.endpoint,
    }))
  return {
    here: over.filter(({ at }) => at === undefined),
    elsewhere: over.filter(({ at }) => at !== undefined),
  }
}

function busyRuns(isOver: (runId: string) => boolean): readonly string[] {
  const busy = runsOfCgroups().filter(({ runId, isBusy }) => isBusy && isOver(runId))
  return busy.map(({ runId }) => runId)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
