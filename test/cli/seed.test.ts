import { expect, test } from 'vitest'
import { readReport } from '../../reports/read-report.ts'
import { crivet, tempFolder } from './crivet.ts'
import { foreignRuntime } from './foreign.ts'

test('--seed draws the order of a run, the same one each time', { timeout: 120_000 }, async () => {
  const { runtime } = await foreignRuntime()
  const order = async (...flags: readonly string[]) => {
    const output = tempFolder()
    const few = ['--scenario', 'pod.list.*', '--scenario', 'container.list.*', '--parallel', '1']
    await crivet([runtime.endpoint, ...few, ...flags, '--output', output])
    const { scenarios, selection } = readReport(output)
    const begun = [...scenarios].sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    return { ids: begun.map(({ id }) => id), seed: selection.seed }
  }
  const seven = await order('--seed', '7')
  expect(seven.seed).toBe(7)
  expect(await order('--seed', '7')).toEqual(seven)
  const other = await order('--seed', '8')
  expect(other.ids).not.toEqual(seven.ids)
  expect([...other.ids].sort()).toEqual([...seven.ids].sort())
})
