import { expect, test } from 'vitest'
import { CleanupStack } from '../../src/scenario/cleanup-stack.ts'

test('undoes last in first out, tries everything, tells what failed', async () => {
  const stack = new CleanupStack()
  const done: string[] = []
  stack.add('first', async () => void done.push('first'))
  stack.add('broken', async () => {
    throw new Error('cannot')
  })
  const forget = stack.add('undone already', async () => void done.push('undone already'))
  stack.add('last', async () => void done.push('last'))
  forget()
  expect(await stack.run()).toEqual(['broken: cannot'])
  expect(done).toEqual(['last', 'first'])
})

test('a step that never ends is left behind, and the others come to their turn', async () => {
  const stack = new CleanupStack()
  const done: string[] = []
  stack.add('first', async () => void done.push('first'))
  stack.add('stuck', () => new Promise(() => undefined))
  expect(await stack.run(AbortSignal.timeout(50))).toEqual(['stuck: did not end in time'])
  expect(done).toEqual(['first'])
})

test('what the others rest on is undone before them, in its own order', async () => {
  const stack = new CleanupStack()
  const done: string[] = []
  stack.add('pod', async () => void done.push('pod'))
  stack.addFirst('network', async () => void done.push('network'))
  stack.add('container', async () => void done.push('container'))
  const forget = stack.addFirst('up again', async () => void done.push('up again'))
  stack.addFirst('daemon', async () => void done.push('daemon'))
  forget()
  expect(await stack.run()).toEqual([])
  expect(done).toEqual(['network', 'daemon', 'container', 'pod'])
})
