import { AGREEMENT } from './agreement.ts'
import { AS_GIVEN } from './as-given.ts'
import type { Check } from './check.ts'
import { EXITS } from './exits.ts'
import { FILTERS } from './filters.ts'
import { IDENTITY } from './identity.ts'
import { IMAGES } from './images.ts'
import { LISTS } from './lists.ts'
import { SERVICE } from './service.ts'
import { STATES } from './states.ts'
import { STATS } from './stats.ts'
import { TIMES } from './times.ts'

/** All invariants, in the order reports tell them. */
export const CHECKS: readonly Check[] = [
  ...SERVICE,
  ...IDENTITY,
  ...AS_GIVEN,
  ...STATES,
  ...TIMES,
  ...EXITS,
  ...LISTS,
  ...FILTERS,
  ...AGREEMENT,
  ...IMAGES,
  ...STATS,
]
