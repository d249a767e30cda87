import { type Check, type Finding, ofEach, show } from './check.ts'
import type { Kind, Sighting } from './sightings.ts'
import type { Made } from './thing.ts'

/** What the run gave its pods and containers comes back. */
export const AS_GIVEN: readonly Check[] = [
  ...(['pod', 'container'] as const).flatMap(ofKind),
  {
    id: 'pod.handler-as-given',
    statement: 'A runtime handler that is told is the one that was asked for.',
    level: 'should',
    requirement: 'pod.run.handler.reported',
    // Whether it is told at all is for a scenario: some runtimes leave it out of the status.
    find: ofEach(['pod'], ({ runtime_handler: told }, thing) => {
      const asked = thing?.made?.runtime_handler
      return (
        asked && told && asked !== told && `asked for handler ${show(asked)}, told ${show(told)}`
      )
    }),
  },
  {
    id: 'container.pod-as-given',
    statement: 'A container is listed in the pod it was made in.',
    level: 'must',
    requirement: 'container.list.agrees-with-status',
    find: ofEach(['container'], ({ pod_sandbox_id: told }, thing) => {
      const made = thing?.made?.pod_sandbox_id
      if (!made || told === undefined || told.startsWith(made)) return undefined
      return `made in ${made}, listed in ${show(told)}`
    }),
  },
]

function ofKind(kind: Kind): readonly Check[] {
  const isPod = kind === 'pod'
  return [
    {
      id: `${kind}.metadata-as-given`,
      statement: `The metadata of a ${kind} is what was given at its creation.`,
      level: 'must',
      requirement: isPod ? 'pod.status.identity' : 'container.status.identity',
      find: madeOnes(kind, ({ metadata }, made) => {
        const fields = isPod ? ['name', 'uid', 'namespace', 'attempt'] : ['name', 'attempt']
        const wrong = fields.filter((it) => (metadata?.[it] || '') !== (made.metadata[it] || ''))
        if (!metadata || wrong.length === 0) return undefined
        const pairs = wrong.map(
          (it) => `${it} ${show(made.metadata[it])}, told ${show(metadata[it])}`,
        )
        return `given ${pairs.join('; ')}`
      }),
    },
    {
      id: `${kind}.labels-as-given`,
      statement: `Every label given to a ${kind} comes back unchanged.`,
      level: 'must',
      requirement: isPod ? 'pod.run.labels-round-trip' : 'container.status.labels',
      find: madeOnes(kind, ({ labels }, made) => changed('label', made.labels, labels)),
    },
    {
      id: `${kind}.labels-nothing-added`,
      statement: `No label is added to those given to a ${kind}.`,
      level: 'should',
      requirement: isPod ? 'pod.run.labels-nothing-added' : 'container.status.labels',
      find: madeOnes(kind, ({ labels }, made) => added('label', made.labels, labels)),
    },
    {
      id: `${kind}.annotations-as-given`,
      statement: `The annotations of a ${kind} are those given, byte for byte.`,
      level: 'must',
      requirement: isPod ? 'pod.run.annotations-unaltered' : 'container.status.annotations',
      find: madeOnes(
        kind,
        ({ annotations }, made) =>
          changed('annotation', made.annotations, annotations) ??
          added('annotation', made.annotations, annotations),
      ),
    },
  ]
}

function madeOnes(kind: Kind, test: (it: Sighting, made: Made) => Finding): Check['find'] {
  return ofEach([kind], (it, thing) => thing?.made && test(it, thing.made))
}

type Pairs = Readonly<Record<string, string>>

function changed(what: string, given: Pairs, told: Pairs): string | undefined {
  for (const [key, value] of Object.entries(given)) {
    if (told[key] !== value)
      return `${what} ${show(key)} given as ${show(value)}, told ${show(told[key])}`
  }
  return undefined
}

function added(what: string, given: Pairs, told: Pairs): string | undefined {
  const keys = Object.keys(told).filter((key) => !Object.hasOwn(given, key))
  return keys.length > 0 ? `${what}s were added: ${show(keys)}` : undefined
}
