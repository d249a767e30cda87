import { type Check, ofEach, show } from './check.ts'
import { before } from './span.ts'
import { RANKS } from './thing.ts'

/** States of pods and containers, and that they only move forward. */
export const STATES: readonly Check[] = [
  {
    id: 'container.state-not-unknown',
    statement: 'No container of the run is in state UNKNOWN.',
    level: 'must',
    requirement: 'container.list.state-machine',
    find: (call, known) =>
      ofEach(['container'], ({ state }, thing) => {
        // A daemon that failed may have lost what became of those that were there; others' may have been before the run.
        const { span } = thing?.made ?? {}
        const lost = span === undefined || span.startMs <= (known.daemonGoneMs ?? 0)
        return state === 'CONTAINER_UNKNOWN' && !lost && 'state CONTAINER_UNKNOWN'
      })(call, known),
  },
  {
    id: 'state.in-the-api',
    statement: 'Every state is one that the API has.',
    level: 'must',
    find: ofEach(
      ['pod', 'container'],
      ({ state }) => typeof state === 'number' && `state ${state} is not in the API`,
    ),
  },
  {
    id: 'container.state-forward',
    statement: 'The state of a container moves from CREATED to RUNNING to EXITED and never back.',
    level: 'must',
    requirement: 'container.list.state-machine',
    find: forward('container'),
  },
  {
    id: 'pod.state-forward',
    statement: 'A pod that is not ready any more never becomes ready again.',
    level: 'must',
    requirement: 'pod.stop.state-notready',
    find: forward('pod'),
  },
]

function forward(kind: 'pod' | 'container'): Check['find'] {
  return ofEach([kind], ({ state }, thing, { span }) => {
    const rank = RANKS[state ?? '']
    if (rank === undefined || !thing) return undefined
    for (const [other, reached] of thing.reached) {
      if (other > rank && before(reached.span, span)) return `${show(state)} after ${reached.how}`
    }
    return undefined
  })
}
