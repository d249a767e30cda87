import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { AccessName } from '../../src/registry/access.ts'
import { AUTH_FIELD, CREDENTIALS } from '../../src/registry/credentials.ts'
import { reference } from '../../src/registry/reference.ts'
import { startRegistry } from '../../src/registry/registry.ts'
import {
  diffCensus,
  type HostCensus,
  mentions,
  takeCensus,
} from '../../src/runtimes/host-census.ts'
import { findRuns } from '../../src/runtimes/state-dir.ts'
import { crivet, startCrivet, tempFolder } from './crivet.ts'
import { type ForeignRuntime, foreignRuntime } from './foreign.ts'

const SMALL = ['--scenario', 'pod.*', '--scenario', 'version.*', '--scenario', 'container.stop.*']

test('a run leaves nothing, and what others have there stays as it was', async () => {
  const foreign = await foreignRuntime()
  const before = await takeCensus()
  const untouched = await foreign.objects.look()
  const output = tempFolder()
  const ended = await crivet([foreign.runtime.endpoint, ...SMALL, '--output', output])
  // containerd 1.6 breaks musts: what counts here is that crivet itself did not.
  expect([0, 1]).toContain(ended.code)
  const { leaks, scenarios } = JSON.parse(readFileSync(join(output, 'verdict.json'), 'utf8'))
  expect(leaks).toEqual([])
  expect(scenarios.filter((it: { outcome: string }) => it.outcome === 'error')).toEqual([])
  await expectClean(foreign, before, untouched)
})

test('a run whose output nobody reads any more goes on to its end', async () => {
  const foreign = await foreignRuntime()
  const output = tempFolder()
  const few = ['--scenario', 'version.*', '--scenario', 'container.stop.created']
  const { child, ended, printed } = startCrivet([
    ...[foreign.runtime.endpoint, '--parallel', '1', '--output', output],
    ...few,
  ])
  await printed(/done/)
  child.stdout?.destroy()
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
  const { scenarios } = JSON.parse(readFileSync(join(output, 'verdict.json'), 'utf8'))
  expect(scenarios.map((it: { outcome: string }) => it.outcome)).not.toContain('interrupted')
  expect(await foreign.others()).toEqual([])
})

test('Ctrl-C in the middle of a run: reports, code 130, and nothing is left', async () => {
  const foreign = await foreignRuntime()
  const before = await takeCensus()
  const untouched = await foreign.objects.look()
  const output = tempFolder()
  const { child, ended, printed } = startCrivet([
    foreign.runtime.endpoint,
    ...SMALL,
    '--output',
    output,
  ])
  await printed(/^[1-9][0-9]*\/[0-9]+ done/m)
  child.kill('SIGINT')
  const { code, stdout, stderr } = await ended
  expect({ code, stderr }).toEqual({
    code: 130,
    stderr: '\ncrivet: ending: cleaning up (again to end at once)\n',
  })
  expect(stdout).toContain('exit 130')
  const { interrupted, scenarios } = JSON.parse(readFileSync(join(output, 'verdict.json'), 'utf8'))
  expect(interrupted).toBe(true)
  expect(scenarios.map((it: { outcome: string }) => it.outcome)).toContain('interrupted')
  expect(scenarios.filter((it: { outcome: string }) => it.outcome === 'error')).toEqual([])
  await expectClean(foreign, before, untouched)
})

test('after a SIGKILL cleanup finds what is left, says it first, and removes only that', async () => {
  const foreign = await foreignRuntime()
  const { endpoint } = foreign.runtime
  const before = await takeCensus()
  const untouched = await foreign.objects.look()
  // No pod or container is being made once this one runs: what a runtime then loses would be its own affair.
  const { child, ended } = startCrivet([
    ...[endpoint, '--output', tempFolder()],
    ...['--parallel', '1', '--scenario', 'container.stop.forced-after-grace'],
  ])
  await foreign.othersRun(child)
  const alive = await crivet(['cleanup', endpoint, '--dry-run'])
  expect(alive.stdout).toMatch(
    new RegExp(`run [a-z0-9]+ is still going on \\(process ${child.pid}\\)`),
  )
  expect(alive.stdout).not.toContain('would remove pod')
  child.kill('SIGKILL')
  await ended
  const left = await foreign.others()
  const dry = await crivet(['cleanup', endpoint, '--dry-run'])
  expect(dry.code).toBe(0)
  const named = [...dry.stdout.matchAll(/^would remove ((?:pod|container) .*)$/gm)].map(
    ([, it]) => it,
  )
  expect(named.sort()).toEqual(left.filter((it) => /^(pod|container) /.test(it)))
  expect(await foreign.others()).toEqual(left)

  const done = await crivet(['cleanup', endpoint])
  expect(done).toMatchObject({ code: 0, stderr: '' })
  expect(findRuns().filter(({ owner }) => owner.pid === child.pid)).toEqual([])
  await expectClean(foreign, before, untouched)
})

test('cleanup removes images of a run that is over, those behind a login too', async () => {
  const { cri, runtime, objects, others } = await foreignRuntime()
  const runId = '0overrun'
  const registry = await startRegistry({ runId })
  onTestFinished(() => registry.close())
  const auth = { ...CREDENTIALS, auth: AUTH_FIELD }
  const images = [undefined, 'basic', 'bearer'].map((access) =>
    reference({ host: registry.host, runId, name: 'workload', access: access as AccessName }),
  )
  for (const image of images) await cri.pullImage({ image: { image }, auth })
  const untouched = await objects.look()
  const { code, stdout } = await crivet(['cleanup', runtime.endpoint])
  expect(code).toBe(0)
  for (const image of images) expect(stdout).toContain(`removing image ${image}`)
  expect(await others()).toEqual([])
  expect(await objects.look()).toEqual(untouched)
})

async function expectClean(foreign: ForeignRuntime, before: HostCensus, untouched: unknown) {
  expect(await foreign.others()).toEqual([])
  expect(await foreign.objects.look()).toEqual(untouched)
  // Other tests run beside: only what belongs to this runtime is looked at.
  const { added, gone } = diffCensus(before, await takeCensus())
  const ours = [foreign.stateDir, foreign.runId]
  expect({
    added: added.filter((it) => mentions(it, ours)),
    gone: gone.filter((it) => mentions(it, ours)),
  }).toEqual({ added: [], gone: [] })
}
