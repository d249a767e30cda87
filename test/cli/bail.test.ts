import { expect, test } from 'vitest'
import { readReport } from '../../reports/read-report.ts'
import { crivet, tempFolder } from './crivet.ts'
import { foreignRuntime } from './foreign.ts'

// containerd 1.6 answers NOT_FOUND in the first, and is known to.
const FAILS = 'container.stop.removed'
const PASSES = ['container.stop.created', 'container.stop.twice', 'version.answer.all-fields']

test('--bail ends a run at a failure that is not known, and the gate says so', {
  timeout: 120_000,
}, async () => {
  const { runtime } = await foreignRuntime()
  const run = async (...flags: readonly string[]) => {
    const output = tempFolder()
    const ids = [FAILS, ...PASSES].flatMap((id) => ['--scenario', id])
    const args = [runtime.endpoint, '--bail', '1', '--parallel', '1', '--output', output]
    const { code, stdout } = await crivet([...args, ...ids, ...flags])
    const { bailed, interrupted, scenarios } = readReport(output)
    const outcomes = Object.fromEntries(scenarios.map(({ id, outcome }) => [id, outcome]))
    return { code, stdout, bailed, interrupted, outcomes }
  }
  const ended = await run('--repeat', '2')
  expect(ended).toMatchObject({ code: 1, bailed: true, interrupted: false })
  expect(ended.outcomes[FAILS]).toBe('fail')
  expect(ended.stdout).toContain('--bail ended the run before all was run')
  const known = await run('--known-failures', 'shipped')
  expect(known).toMatchObject({ code: 0, bailed: false })
  expect(known.outcomes[FAILS]).toBe('known-failure')
  for (const id of PASSES) expect(known.outcomes[id]).toBe('pass')
})
