// For suite files run with vitest itself: what they share is removed after each file.
import { afterAll, expect } from 'vitest'
import { closeSharedHarness } from '../scenario/registration.ts'

afterAll(async () => {
  const closing = await closeSharedHarness()
  expect(closing?.leftovers ?? [], 'left behind').toEqual([])
}, 120_000)
