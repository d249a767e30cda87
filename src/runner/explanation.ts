import { CHECKS } from '../cri/invariants/table.ts'
import { CrivetError } from '../errors.ts'
import { invariantEntryId, type KnownFailureEntry } from '../known-failures/entry.ts'
import { shippedKnownFailures } from '../known-failures/file.ts'
import { FAULTS } from '../mutants/catalogue.ts'
import { needsOf } from '../scenario/definition.ts'
import { REQUIREMENTS } from '../spec/gen/requirements.ts'
import type { Need, Requirement, RequirementId } from '../spec/requirement.ts'
import { type CatalogueEntry, loadCatalogue } from './catalogue.ts'

const MOST_SUGGESTIONS = 5

/** All that the package knows about one id. */
export interface Explanation {
  readonly id: string
  readonly kind: 'scenario' | 'requirement' | 'invariant'
  /** Of a scenario. */
  readonly scenario?: CatalogueEntry & { readonly needs: readonly Need[] }
  /** The requirement itself, or what the scenario is blamed for; an invariant may rest on none. */
  readonly requirement?: Requirement
  /** Of an invariant: what must hold of every answer. */
  readonly invariant?: { readonly statement: string; readonly level: 'must' | 'should' }
  /** Scenarios that are blamed for the requirement, this one left out. */
  readonly scenarios: readonly string[]
  /** Of the lists that ship, what is about this scenario or invariant, or the requirement's scenarios. */
  readonly knownFailures: readonly KnownFailureEntry[]
  /** Seeded faults that break the requirement. */
  readonly faults: readonly { readonly id: string; readonly about: string }[]
}

/**
 * Explains a scenario, a requirement or an invariant (with or without `invariant:` before it).
 * An id of two kinds is the scenario's, which tells of its requirement too.
 *
 * @throws CrivetError CRIVET_USAGE with ids like it, where there is none.
 */
export function explain(id: string): Explanation {
  const catalogue = loadCatalogue()
  const scenario = catalogue.find((it) => it.id === id)
  const check = CHECKS.find((it) => it.id === id || invariantEntryId(it.id) === id)
  const requirementId =
    scenario?.requirement ?? (id in REQUIREMENTS ? (id as RequirementId) : check?.requirement)
  if (!scenario && !check && requirementId === undefined) throw unknownId(id, catalogue)

  const kind = scenario ? 'scenario' : id in REQUIREMENTS ? 'requirement' : 'invariant'
  const claiming = catalogue.filter((it) => it.requirement === requirementId).map((it) => it.id)
  const listed =
    kind === 'requirement'
      ? claiming
      : [kind === 'invariant' && check ? invariantEntryId(check.id) : id]
  return {
    id,
    kind,
    ...(scenario ? { scenario: { ...scenario, needs: needsOf(scenario) } } : {}),
    ...(requirementId ? { requirement: REQUIREMENTS[requirementId] } : {}),
    ...(kind === 'invariant' && check
      ? { invariant: { statement: check.statement, level: check.level } }
      : {}),
    scenarios: claiming.filter((it) => it !== id),
    knownFailures: shippedKnownFailures().filter((it) => listed.includes(it.id)),
    faults: FAULTS.filter((it) => it.requirement === requirementId).map((it) => ({
      id: it.id,
      about: it.about,
    })),
  }
}

function unknownId(id: string, catalogue: readonly CatalogueEntry[]): CrivetError {
  const ids = [
    ...catalogue.map((it) => it.id),
    ...Object.keys(REQUIREMENTS),
    ...CHECKS.map((it) => it.id),
  ]
  const like = [...new Set(ids)]
    .map((it) => ({ it, shared: it.includes(id) ? id.length : sharedLength(it, id) }))
    .filter(({ it, shared }) => shared > it.indexOf('.'))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ it }) => it)
  return new CrivetError(
    'CRIVET_USAGE',
    `there is no scenario, requirement or invariant ${JSON.stringify(id)}`,
    {
      hint: like.length > 0 ? `like it: ${like.join(', ')}` : 'see all scenarios with: crivet list',
    },
  )
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
