import { expect, test } from 'vitest'
import '../../src/scenario/expect.ts'
import { judge } from '../../src/scenario/judgement.ts'

async function thrown(action: () => unknown): Promise<unknown> {
  try {
    await action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

test('an assertion that is not met blames the runtime, whoever wrote the matcher', async () => {
  const builtIn = judge(await thrown(() => expect(1).toBe(2)), undefined)
  expect(builtIn).toMatchObject({ outcome: 'fail', actual: '1', expected: '2' })
  const own = judge(await thrown(() => expect(Promise.resolve(1)).toFailWith('OK')), undefined)
  expect(own).toMatchObject({ outcome: 'fail', actual: '1', expected: "[ 'OK' ]" })
})

test('any other error is crivet’s own', () => {
  expect(judge(new TypeError('x is not a function'), undefined)).toMatchObject({ outcome: 'error' })
})
