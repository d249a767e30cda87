import { deadlineMs } from '../deadlines.ts'
import { type Check, ofEach, ofStatuses } from './check.ts'
import type { Source } from './sightings.ts'
import { before, CLOCK_SLACK_MS, type Span, toMs } from './span.ts'
import type { Thing } from './thing.ts'

// One daemon takes both; only a coarse clock may part them.
const GRANULARITY_MS = 50
// 2008, before which no container runtime of this kind was.
const EARLIEST_MS = 1_200_000_000_000

/** Creation, start and finish times, and when answers and events say they were made. */
export const TIMES: readonly Check[] = [
  {
    id: 'times.created-set',
    statement: 'The creation time of a pod or container is set.',
    level: 'must',
    requirement: 'container.status.times',
    find: ofEach(['pod', 'container'], ({ created_at }) => created_at === 0n && 'created_at is 0'),
  },
  {
    id: 'times.created-in-call',
    statement: 'A creation time is in nanoseconds and within the call that made the object.',
    level: 'must',
    requirement: 'container.status.times',
    find: createdInCall((source) => source !== 'event'),
  },
  {
    id: 'events.created-in-call',
    statement: 'The statuses in an event carry the creation time of their object.',
    level: 'must',
    requirement: 'events.payload',
    find: createdInCall((source) => source === 'event'),
  },
  {
    id: 'times.created-in-order',
    statement:
      'Of two pods or containers made one after the other the later has the later creation time.',
    level: 'must',
    requirement: 'container.status.created-at-orders',
    find: (call, known) =>
      ofEach(['pod', 'container'], ({ kind, created_at, id }, thing) => {
        // Once is enough: that it stays the same is another check.
        if (!created_at || !thing?.made || createdAt(thing) !== undefined) return undefined
        for (const other of known.things(kind)) {
          const theirs = createdAt(other)
          if (theirs === undefined || !other.made || other.id === id) continue
          if (before(other.made.span, thing.made.span) && created_at <= theirs) {
            return `created_at ${created_at}, but ${other.id}, made before it, has ${theirs}`
          }
          if (before(thing.made.span, other.made.span) && theirs <= created_at) {
            return `created_at ${created_at}, but ${other.id}, made after it, has ${theirs}`
          }
        }
        return undefined
      })(call, known),
  },
  {
    id: 'times.plausible',
    statement: 'A start or finish time is 0, or in nanoseconds and between creation and answer.',
    level: 'must',
    requirement: 'container.status.unset-times-zero',
    find: ofStatuses(({ started_at, finished_at }, thing, { span }) => {
      const window = { startMs: thing?.made?.span.startMs ?? EARLIEST_MS, endMs: span.endMs }
      return (
        outside('started_at', started_at, window) ?? outside('finished_at', finished_at, window)
      )
    }),
  },
  {
    id: 'times.started-after-created',
    statement: 'A container is not started before it is created.',
    level: 'must',
    requirement: 'container.status.times',
    find: ofStatuses(({ created_at, started_at }) =>
      wrongOrder({ created_at, started_at }, GRANULARITY_MS),
    ),
  },
  {
    id: 'times.finished-after-started',
    statement: 'A container has not finished before it was started.',
    level: 'must',
    requirement: 'container.status.finished-at',
    // A daemon may take the start when the call that starts returns: a short process has ended by then, on a busy
    // machine seconds before.
    find: ofStatuses(({ started_at, finished_at }, thing) => {
      const started = thing?.started
      const callMs = started ? started.endMs - started.startMs : deadlineMs('StartContainer', {})
      return wrongOrder({ started_at, finished_at }, callMs + CLOCK_SLACK_MS)
    }),
  },
  {
    id: 'times.unset-when-created',
    statement: 'A container that is created and not started has neither a start nor a finish time.',
    level: 'must',
    requirement: 'container.create.state-created',
    find: ofStatuses(({ state, started_at, finished_at }) => {
      const set = started_at !== 0n || finished_at !== 0n
      return (
        state === 'CONTAINER_CREATED' &&
        set &&
        `created, with started_at ${started_at} and finished_at ${finished_at}`
      )
    }),
  },
  {
    id: 'times.started-when-running',
    statement: 'A running container has a start time.',
    level: 'must',
    requirement: 'container.status.times',
    find: ofStatuses(({ state, started_at }, thing, { span }) => {
      const since = thing?.reached.get(1)
      const runs = state === 'CONTAINER_RUNNING' && since && before(since.span, span)
      return runs && started_at === 0n && `started_at is 0 although ${since.how}`
    }),
  },
  {
    id: 'times.unfinished-when-running',
    statement: 'A running container has no finish time.',
    level: 'should',
    requirement: 'container.status.unset-times-zero',
    find: ofStatuses(
      ({ state, finished_at }) =>
        state === 'CONTAINER_RUNNING' &&
        finished_at !== 0n &&
        `running, with finished_at ${finished_at}`,
    ),
  },
  {
    id: 'times.answer-in-call',
    statement:
      'The time a pod status or an event says it was made is in nanoseconds and within the call.',
    level: 'must',
    requirement: 'pod.status.container-statuses',
    find: ({ method, response, span }) => {
      const [name, window] = OF_ANSWER[method]?.(span) ?? []
      if (!name || !window) return []
      const found = outside(name, response[name] as bigint, window)
      return found ? [found] : []
    },
  },
]

const OF_ANSWER: Readonly<Record<string, (span: Span) => readonly [string, Span]>> = {
  PodSandboxStatus: (span) => ['timestamp', span],
  GetContainerEvents: ({ endMs }) => ['created_at', { startMs: EARLIEST_MS, endMs }],
}

/** Says so where a time that is set lies outside of a window by more than clocks may differ. */
export function outside(name: string, time: bigint, { startMs, endMs }: Span): string | undefined {
  if (time === 0n) return undefined
  const ms = toMs(time)
  if (ms >= startMs - CLOCK_SLACK_MS && ms <= endMs + CLOCK_SLACK_MS) return undefined
  const window = `${new Date(startMs).toISOString()} to ${new Date(endMs).toISOString()}`
  return `${name} ${time} is not in nanoseconds within ${window}`
}

function createdInCall(judged: (source: Source) => boolean): Check['find'] {
  return ofEach(['pod', 'container'], ({ source, created_at }, thing, { span }) => {
    if (!created_at || !judged(source)) return undefined
    const window = thing?.made?.span ?? { startMs: EARLIEST_MS, endMs: span.endMs }
    return outside('created_at', created_at, window)
  })
}

function wrongOrder(times: Readonly<Record<string, bigint>>, slackMs: number): string | undefined {
  const [[first, earlier], [second, later]] = Object.entries(times) as [
    [string, bigint],
    [string, bigint],
  ]
  // What is no time at all is another check's.
  if (earlier <= 0n || later <= 0n || toMs(later) >= toMs(earlier) - slackMs) return undefined
  return `${second} ${later} is before ${first} ${earlier}`
}

function createdAt({ faces }: Thing): bigint | undefined {
  for (const { sighting } of faces.values()) {
    if (sighting.created_at) return sighting.created_at
  }
  return undefined
}
