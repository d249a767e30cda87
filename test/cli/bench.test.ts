import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readBenchReport } from '../../reports/bench-report.ts'
import { crivet, tempFolder } from './crivet.ts'
import { foreignRuntime } from './foreign.ts'

test('bench times lives on a runtime that others use too, and leaves nothing there', async () => {
  const foreign = await foreignRuntime()
  const untouched = await foreign.objects.look()
  const output = tempFolder()
  const lives = ['bench', foreign.runtime.endpoint, '--lives', '3', '--parallel', '2']

  const first = await crivet([...lives, '--output', output])
  expect(first).toMatchObject({ code: 0 })
  expect(first.stdout).toMatch(/^containerd \S+/)
  expect(first.stdout).toMatch(/^3 lives, 2 in flight: \d+\.\d\d a second$/m)
  const { figures, runtime } = readBenchReport(output)
  expect(runtime.name).toBe('containerd')
  const answered = Object.fromEntries(figures.map((it) => [it.name, it.answered]))
  expect(answered).toMatchObject({
    RunPodSandbox: 3,
    StartContainer: 3,
    PullImage: 3,
    RemovePodSandbox: 3,
    'a whole life of a pod': 3,
    'a command by exec, spdy': 3,
  })
  for (const { failed, medianMs, p95Ms, longestMs } of figures) {
    expect(failed).toBe(0)
    expect(medianMs).toBeLessThanOrEqual(p95Ms)
    expect(p95Ms).toBeLessThanOrEqual(longestMs)
  }
  expect(await foreign.objects.look()).toEqual(untouched)
  expect(await foreign.others()).toEqual([])

  // Beside itself with other medians: the ratio is of the two.
  const slower = { ...readBenchReport(output) }
  const file = join(output, 'before.json')
  writeFileSync(
    file,
    JSON.stringify({
      ...slower,
      figures: slower.figures.map((it) => ({ ...it, medianMs: it.medianMs * 1_000_000 })),
    }),
  )
  const second = await crivet([...lives, '--against', file, '--output', tempFolder()])
  expect(second.stdout).toMatch(/^before: containerd /m)
  expect(second.stdout).toMatch(/^RunPodSandbox .* 0\.00$/m)
})

test('a call that fails ends it with that call, and leaves nothing', async () => {
  const foreign = await foreignRuntime()
  const lives = ['bench', foreign.runtime.endpoint, '--runtime-handler', 'nope', '--lives', '1']
  const { code, stderr } = await crivet([...lives, '--output', tempFolder()])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^crivet: a call failed, nothing is measured: .*RunPodSandbox: \[/m)
  expect(await foreign.others()).toEqual([])
})

test('an --against that is no report of a bench is refused before anything is set up', async () => {
  const file = join(tempFolder(), 'bench.json')
  writeFileSync(file, readFileSync(new URL('../../package.json', import.meta.url)))
  const { code, stderr } = await crivet(['bench', '/nowhere', '--against', file])
  expect(code).toBe(2)
  expect(stderr).toContain(`${file} cannot be read as a report`)
})
