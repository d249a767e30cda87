import type { Fault } from '../../mutants/fault.ts'
import { methodsOf } from '../../mutants/fault.ts'
import { REQUIREMENTS } from '../../spec/gen/requirements.ts'
import type { RequirementId } from '../../spec/requirement.ts'
import type { CatalogueEntry } from '../catalogue.ts'
import type { KnownScenario } from './kill-plan.ts'

/** Who could notice a fault, the likeliest first. */
export interface Candidates {
  /** They blame the requirement, or credit it. */
  readonly claiming: readonly KnownScenario[]
  /** They call an RPC that it is about. */
  readonly others: readonly KnownScenario[]
}

/** Chooses among scenarios that pass without a fault. */
export function candidatesFor(fault: Fault, known: readonly KnownScenario[]): Candidates {
  const { requirement } = fault
  const methods = new Set<string>(methodsOf(fault))
  const passing = known.filter(({ outcome }) => outcome === 'pass')
  const blaming = passing.filter((it) => it.requirement === requirement)
  const crediting = passing.filter((it) => it.also.includes(requirement))
  const claiming = [...blaming, ...crediting]
  const others = passing
    .filter((it) => !claiming.includes(it) && it.rpcs.some((rpc) => methods.has(rpc)))
    .filter((it) => !upsets(it))
    .map((it) => ({ it, score: score(it, methods, REQUIREMENTS[requirement].fields) }))
    .sort((a, b) => b.score - a.score || a.it.durationMs - b.it.durationMs)
  return { claiming, others: others.map(({ it }) => it) }
}

/**
 * Those of the catalogue that may be a candidate for one of the faults. Which RPCs a scenario calls beside those it is
 * about is known only once it has run: one that merely uses the RPC of a fault is left out here.
 */
export function worthRunning(
  faults: readonly Fault[],
  entries: readonly CatalogueEntry[],
  others: number,
): readonly CatalogueEntry[] {
  const violated = new Set(faults.map(({ requirement }) => requirement))
  const methods = new Set<string>(others === 0 ? [] : faults.flatMap(methodsOf))
  return entries.filter((it) => {
    if ([it.requirement, ...(it.also ?? [])].some((id) => violated.has(id))) return true
    return !upsets(it) && isAbout(it, methods)
  })
}

// It would have to be alone, and take the daemon down, for faults that it has nothing to do with.
function upsets({ requirement }: Pick<KnownScenario, 'requirement'>): boolean {
  const { needs } = REQUIREMENTS[requirement as RequirementId]
  return needs.includes('restart') || needs.includes('cni')
}

// A scenario about the RPC is likelier to notice than one that only uses it, and one that looks at the field
// likelier still.
function score(known: KnownScenario, methods: ReadonlySet<string>, due: readonly string[]): number {
  const touched = [...known.fields.set, ...known.fields.read]
  return Number(isAbout(known, methods)) + 2 * due.filter((field) => touched.includes(field)).length
}

function isAbout(
  { requirement }: Pick<KnownScenario, 'requirement'>,
  methods: ReadonlySet<string>,
): boolean {
  return REQUIREMENTS[requirement as RequirementId].rpcs.some((rpc) => methods.has(rpc))
}
