import type { Yardstick } from '../../reports/verdict.ts'
import { REQUIREMENTS } from '../spec/gen/requirements.ts'
import { MINORS, ON_BY_DEFAULT } from '../spec/minors.ts'

/** What a runtime on this platform is judged against, and which RPCs answered. */
export function yardstick(answered: readonly string[]): Yardstick {
  return {
    requirements: Object.values(REQUIREMENTS).filter(({ feature }) => feature !== 'windows'),
    minors: MINORS.map((minor) => ({ minor, onByDefault: ON_BY_DEFAULT[minor] ?? [], answered })),
  }
}
