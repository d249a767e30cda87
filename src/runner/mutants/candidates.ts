import type { Fault } from '../../mutants/fault.ts'
import { methodsOf } from '../../mutants/fault.ts'
import { REQUIREMENTS } from '../../spec/gen/requirements.ts'
import type { RequirementId } from '../../spec/requirement.ts'
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
  const methods = methodsOf(fault)
  const passing = known.filter(({ outcome }) => outcome === 'pass')
  const blaming = passing.filter((it) => it.requirement === requirement)
  const crediting = passing.filter((it) => it.also.includes(requirement))
  const claiming = [...blaming, ...crediting]
  const others = passing
    .filter((it) => !claiming.includes(it) && it.rpcs.some((rpc) => methods.includes(rpc)))
    .filter((it) => !upsets(it))
    .map((it) => ({ it, score: score(it, methods, REQUIREMENTS[requirement].fields) }))
    .sort((a, b) => b.score - a.score || a.it.durationMs - b.it.durationMs)
  return { claiming, others: others.map(({ it }) => it) }
}

// It would have to be alone, and take the daemon down, for faults that it has nothing to do with.
function upsets({ requirement }: KnownScenario): boolean {
  const { needs } = REQUIREMENTS[requirement as RequirementId]
  return needs.includes('restart') || needs.includes('cni')
}

// A scenario about the RPC is likelier to notice than one that only uses it, and one that looks at the field
// likelier still.
function score(
  { requirement, fields }: KnownScenario,
  methods: readonly string[],
  due: readonly string[],
): number {
  const { rpcs } = REQUIREMENTS[requirement as RequirementId]
  const about = rpcs.some((rpc) => methods.includes(rpc)) ? 1 : 0
  const touched = [...fields.set, ...fields.read]
  return about + 2 * due.filter((field) => touched.includes(field)).length
}
