import { expect as vitestExpect } from 'vitest'
import { matchers } from './matchers.ts'

vitestExpect.extend(matchers)

/** vitest's `expect` with crivet's matchers. */
export const expect = vitestExpect
