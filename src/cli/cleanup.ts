import { checkEndpoint, parseEndpoint } from '../cri/endpoint.ts'
import { findRemnants } from '../runner/clean-endpoint.ts'
import { removeRunCgroups, runsOfIdleCgroups } from '../runtimes/cgroups.ts'
import { removeLeftovers } from '../runtimes/leftovers.ts'
import { findRuns } from '../runtimes/state-dir.ts'
import { oneEndpoint, parseFlags } from './flags.ts'

const FLAGS = {
  'image-endpoint': { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const

/** Removes what interrupted runs left on this host and, where an endpoint is given, on its runtime. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags('cleanup', args, FLAGS)
  const given = oneEndpoint('cleanup', positionals)
  const dry = values['dry-run'] ?? false
  const runs = findRuns()
  const alive = runs.filter((run) => run.alive)
  for (const { runId, owner } of alive) say(`run ${runId} is still going on (process ${owner.pid})`)
  const living = new Set(alive.map(({ runId }) => runId))
  const left: string[] = []
  let found = 0
  if (given !== undefined) {
    const endpoint = parseEndpoint(given)
    await checkEndpoint(endpoint)
    const image = values['image-endpoint']
    const { remnants, close } = await findRemnants(
      endpoint,
      image === undefined ? undefined : parseEndpoint(image),
      (runId) => !living.has(runId),
    )
    found += remnants.length
    for (const { what, remove } of remnants) {
      say(`${dry ? 'would remove' : 'removing'} ${what}`)
      if (!dry) await remove().catch((error: unknown) => left.push(`${what}: ${String(error)}`))
    }
    close()
  }
  for (const run of runs.filter((it) => !it.alive)) {
    found++
    say(`${dry ? 'would remove' : 'removing'} run ${run.runId}: ${run.stateDir}`)
    if (!dry) left.push(...(await removeLeftovers(run)))
  }
  // Of runs that are gone with all else: a runtime may have made them when crivet had left.
  for (const runId of runsOfIdleCgroups().filter((it) => !living.has(it))) {
    found++
    say(`${dry ? 'would remove' : 'removing'} the empty cgroups of run ${runId}`)
    if (!dry) left.push(...(await removeRunCgroups(runId)))
  }
  for (const line of left) process.stderr.write(`crivet: could not be removed: ${line}\n`)
  if (found === 0) say('nothing is left of any run')
  return left.length > 0 ? 4 : 0
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
