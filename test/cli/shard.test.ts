import { expect, test } from 'vitest'
import { readReport } from '../../reports/read-report.ts'
import { crivet, tempFolder } from './crivet.ts'
import { foreignRuntime } from './foreign.ts'

test('shards of a run, merged, are the run', { timeout: 240_000 }, async () => {
  const { runtime } = await foreignRuntime()
  const run = async (...flags: readonly string[]) => {
    const output = tempFolder()
    const asked = ['--scenario', 'container.stop.*', '--known-failures', 'shipped', ...flags]
    const { code } = await crivet([runtime.endpoint, ...asked, '--output', output])
    return { code, output, report: readReport(output) }
  }
  const whole = await run()
  const shards = [await run('--shard', '1/2'), await run('--shard', '2/2')]
  for (const [place, { code, report }] of shards.entries()) {
    expect(code).toBe(0)
    expect(report.reason).toBe(`only shard ${place + 1}/2 of the suites was run`)
    expect(report.scenarios.length).toBeLessThan(whole.report.scenarios.length)
  }
  const output = tempFolder()
  const merged = await crivet(['merge', ...shards.map((it) => it.output), '--output', output])
  expect(merged).toMatchObject({ code: whole.code, stderr: '' })
  expect(merged.stdout).toContain('PARTIAL')
  expect(merged.stdout).toContain(`${output}/junit.xml`)
  const outcomes = ({ scenarios }: typeof whole.report) =>
    scenarios.map(({ id, outcome }) => `${id} ${outcome}`)
  expect(outcomes(readReport(output))).toEqual(outcomes(whole.report))
  const [first = '', second = ''] = shards.map((it) => it.output)
  expect(await crivet(['merge', first, second, '--output', second])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`a report in ${second} would be replaced`),
  })
  const missing = await crivet(['merge', whole.output, first])
  expect(missing).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('shard 2/2 is missing'),
  })
})
