import type { Call } from './call.ts'
import type { Check, Finding } from './check.ts'
import { type Known, stamped } from './known.ts'
import { before } from './span.ts'
import { type Figures, figuresIn } from './stats-facts.ts'
import type { Thing } from './thing.ts'
import { outside } from './times.ts'

/** Figures of pods and containers: that counters grow, and when they were taken. */
export const STATS: readonly Check[] = [
  {
    id: 'stats.cpu-never-falls',
    statement: 'The CPU time of a pod or container never falls.',
    level: 'must',
    requirement: 'stats.cpu',
    find: ofFigures((it, thing, call) => fallen(only(it.counters, isCpu), thing, call)),
  },
  {
    id: 'stats.counters-never-fall',
    statement: 'Page faults and network traffic of a pod or container never fall.',
    level: 'should',
    requirement: 'stats.memory-details',
    find: ofFigures((it, thing, call) =>
      fallen(
        only(it.counters, (name) => !isCpu(name)),
        thing,
        call,
      ),
    ),
  },
  {
    id: 'stats.time-forward',
    statement: 'Figures taken later never carry an earlier time.',
    level: 'must',
    find: ofFigures((it, thing, call) => fallen(stamped(it.timestamps), thing, call)),
  },
  {
    id: 'stats.time-in-run',
    statement:
      'The time of figures is in nanoseconds and between the creation of the object and the answer.',
    level: 'must',
    find: ofFigures(({ timestamps }, thing, { span }) => {
      const window = { startMs: thing?.made?.span.startMs ?? EARLIEST_MS, endMs: span.endMs }
      const found = Object.entries(timestamps).map(([name, it]) =>
        outside(`timestamp of ${name}`, it, window),
      )
      return found.find((it) => it !== undefined)
    }),
  },
  {
    id: 'stats.time-set',
    statement: 'Figures carry the time at which they were taken.',
    level: 'should',
    find: ofFigures(({ timestamps }) => {
      // A writable layer is measured now and then, not for each call: at first there is nothing to date.
      const unset = Object.entries(timestamps).find(
        ([name, time]) => time === 0n && name !== 'writable_layer',
      )
      return unset && `timestamp of ${unset[0]} is 0`
    }),
  },
]

const EARLIEST_MS = 1_200_000_000_000

type FiguresTest = (it: Figures, thing: Thing | undefined, call: Call) => Finding

function ofFigures(test: FiguresTest): Check['find'] {
  return (call, known: Known) =>
    figuresIn(call.method, call.response).flatMap((it) => {
      const found = test(it, known.thing(it), call)
      return found ? [`${it.kind} ${it.id}: ${found}`] : []
    })
}

function fallen(
  now: Readonly<Record<string, bigint>>,
  thing: Thing | undefined,
  { span }: Call,
): Finding {
  for (const [name, value] of Object.entries(now)) {
    const last = thing?.figures.get(name)
    // What has ended has no cgroup and no interface left to read.
    if (!last || value === 0n || !before(last.span, span) || value >= last.value) continue
    return `${name} was ${last.value}, is ${value}`
  }
  return undefined
}

function only(
  figures: Readonly<Record<string, bigint>>,
  keep: (name: string) => boolean,
): Readonly<Record<string, bigint>> {
  return Object.fromEntries(Object.entries(figures).filter(([name]) => keep(name)))
}

function isCpu(name: string): boolean {
  return name === 'usage_core_nano_seconds'
}
