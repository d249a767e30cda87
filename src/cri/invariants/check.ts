import type { RequirementId } from '../../spec/gen/requirements.ts'
import type { Call } from './call.ts'
import type { Known } from './known.ts'
import type { Kind, Sighting } from './sightings.ts'
import type { Thing } from './thing.ts'

/** Something that must hold of every answer of a run. */
export interface Check {
  readonly id: string
  readonly statement: string
  readonly level: 'must' | 'should'
  /** The behaviour of the catalogue it rests on. */
  readonly requirement?: RequirementId
  /** A line for each way in which the answer breaks it, given what was known before. */
  readonly find: (call: Call, known: Known) => Iterable<string>
}

/** Something to say, or nothing. */
export type Finding = string | false | undefined

/** What to ask of one sighting; `thing` is what earlier answers showed of the same object. */
export type SightingTest = (it: Sighting, thing: Thing | undefined, call: Call) => Finding

/** Looks at every pod or container an answer shows. */
export function ofEach(kinds: readonly Kind[], test: SightingTest): Check['find'] {
  return (call, known) =>
    call.sightings
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap((it) => {
        const found = test(it, known.thing(it), call)
        return found ? [`${it.kind} ${it.id}: ${found} (${it.source})`] : []
      })
}

/** Looks at every container's status. */
export function ofStatuses(
  test: (status: NonNullable<Sighting['status']>, thing: Thing | undefined, call: Call) => Finding,
): Check['find'] {
  return ofEach(['container'], ({ status }, thing, call) => status && test(status, thing, call))
}

/** A value as a line can hold it. */
export function show(value: unknown): string {
  const text =
    JSON.stringify(value, (_, it) => (typeof it === 'bigint' ? Number(it) : it)) ?? 'nothing'
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** What a list holds more than once, each named once. */
export function twice(names: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  const again = new Set<string>()
  for (const it of names) (seen.has(it) ? again : seen).add(it)
  return [...again]
}

const LONGEST = 300
