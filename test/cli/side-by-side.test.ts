import { expect, test } from 'vitest'
import { readReport } from '../../reports/read-report.ts'
import { crivet, tempFolder } from './crivet.ts'
import { churn, foreignRuntime } from './foreign.ts'

const PART = ['container.st*', 'image.pull.*', 'image.remove.*', 'pod.list.*', 'container.list.*']
const FLAGS = [...PART.flatMap((glob) => ['--scenario', glob]), '--known-failures', 'shipped']

test('two crivets, and somebody whose pods come and go, on one runtime: the same outcomes for both', async () => {
  const foreign = await foreignRuntime()
  const untouched = await foreign.objects.look()
  const churning = new AbortController()
  const rounds = churn(foreign, churning.signal)
  const outputs = [tempFolder(), tempFolder()]
  const { endpoint } = foreign.runtime
  await Promise.all(
    outputs.map((output) => crivet([endpoint, ...FLAGS, '--parallel', '4', '--output', output])),
  )
  churning.abort()
  expect(await rounds).toBeGreaterThan(3)
  const [first, second] = outputs.map((output) => {
    const { scenarios, leaks, unhandled } = readReport(output)
    expect({ leaks, unhandled }).toEqual({ leaks: [], unhandled: [] })
    return scenarios.map(({ id, outcome }) => `${id} ${outcome}`)
  })
  expect(first).toEqual(second)
  const fine = / (pass|known-failure|unsupported|not-applicable|skipped)$/
  expect(first?.filter((it) => !fine.test(it))).toEqual([])
  expect(await foreign.objects.look()).toEqual(untouched)
  expect(await foreign.others()).toEqual([])
}, 240_000)
