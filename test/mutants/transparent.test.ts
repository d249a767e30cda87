import { expect, onTestFinished, test } from 'vitest'
import { loadCatalogue } from '../../src/runner/catalogue.ts'
import { runDirect, runUnmutated } from '../../src/runner/mutants/run-unmutated.ts'
import { PLAIN_TARGET, prepareTarget } from '../../src/runner/prepare.ts'
import { globMatches } from '../../src/runner/select.ts'
import { needsOf } from '../../src/scenario/definition.ts'

// A few of each kind; all of them with CRIVET_TRANSPARENT='*'.
const SCENARIOS = process.env.CRIVET_TRANSPARENT?.split(',') ?? [
  'version.*',
  'grpc.unknown-fields.*',
  'pod.run.*',
  'exec.sync.*',
  'exec.resize.*',
  'stream.*',
  'container.stop.*',
  'image.pull.*',
  'events.*',
]

// containerd 1.6 does or does not, with the proxy as without it.
const LOCKS_UP_AT_TIMES = 'exec.sync.parallel'
const HOUR_MS = 60 * 60_000

test('scenarios end the same with the proxy between as without it', {
  timeout: HOUR_MS,
}, async () => {
  const prepared = await prepareTarget(
    {
      ...PLAIN_TARGET,
      launch: 'containerd',
      launchBinary: process.env.CRIVET_LAUNCH_BINARY,
    },
    () => undefined,
    new AbortController().signal,
  )
  onTestFinished(async () => expect(await prepared.dispose()).toEqual([]))
  const entries = loadCatalogue().filter(
    (it) =>
      SCENARIOS.some((glob) => globMatches(glob, it.id)) &&
      it.id !== LOCKS_UP_AT_TIMES &&
      needsOf(it).every((need) => need !== 'restart' && need !== 'soak'),
  )
  const options = {
    parallel: 6,
    finished: () => undefined,
    interrupt: new AbortController().signal,
  }
  const direct = await runDirect(prepared.target, entries, { ...options, round: 'a' })
  const through = await runUnmutated(prepared.target, entries, { ...options, round: 'b' })
  expect(outcomes(through)).toEqual(outcomes(direct))
  expect(direct.results.length).toBe(entries.length)
})

function outcomes({ results, violated }: Awaited<ReturnType<typeof runDirect>>) {
  const rows = results.map(({ id, outcome }) => `${id}: ${outcome}`)
  return [...rows.sort(), ...[...violated].sort().map((id) => `violated: ${id}`)]
}
