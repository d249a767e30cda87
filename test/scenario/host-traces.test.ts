import { expect, test } from 'vitest'
import { tracesBeyond } from '../../src/scenario/host-traces.ts'

const BEFORE = [
  'mount tmpfs /run/a',
  'port tcp 4000',
  'process 10@1 containerd',
  'process 11@2 shim',
]

test('another daemon and its port take the place of the one that went', () => {
  const now = [
    'mount tmpfs /run/a',
    'port tcp 5000',
    'process 20@9 containerd',
    'process 11@2 shim',
  ]
  expect(tracesBeyond(BEFORE, now)).toEqual([])
})

test('the process that came is named, not one of the same name that was there', () => {
  const now = [...BEFORE, 'process 9@7 shim']
  expect(tracesBeyond(BEFORE, now)).toEqual(['process 9@7 shim'])
})

test('one that went makes room for one only', () => {
  const now = [...BEFORE.slice(0, 3), 'process 30@1 shim', 'process 31@1 shim']
  expect(tracesBeyond(BEFORE, now)).toEqual(['process 31@1 shim'])
})

test('no thing is taken for another', () => {
  expect(tracesBeyond(BEFORE, [...BEFORE.slice(1), 'mount tmpfs /run/b'])).toEqual([
    'mount tmpfs /run/b',
  ])
})
