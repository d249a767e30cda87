import { CrivetError } from '../../errors.ts'
import { FAULTS } from '../../mutants/catalogue.ts'
import type { Fault } from '../../mutants/fault.ts'
import type { Need } from '../../spec/requirement.ts'
import { type CatalogueEntry, loadCatalogue } from '../catalogue.ts'
import { sampleOf } from '../seeded.ts'
import { globMatches, select } from '../select.ts'
import { worthRunning } from './candidates.ts'

/** Which faults are seeded, and who may notice. */
export interface Choice {
  /** Globs of fault ids, the first first; empty for all. */
  readonly mutants: readonly string[]
  /** Globs of scenario ids; empty for all. */
  readonly scenarios: readonly string[]
  /** At most so many of the faults, chosen by `seed`. */
  readonly sample: number | undefined
  readonly seed: number
  /** How many scenarios that do not claim the requirement may be tried on a fault. */
  readonly others: number
}

/** The faults that are asked for; a `CrivetError` where a glob matches none. */
export function chooseFaults({ mutants, sample, seed }: Choice): readonly Fault[] {
  const named = mutants.flatMap((glob) => FAULTS.filter(({ id }) => globMatches(glob, id)))
  const wanted = mutants.length === 0 ? FAULTS : [...new Set(named)]
  const idle = mutants.find((glob) => !FAULTS.some(({ id }) => globMatches(glob, id)))
  if (idle !== undefined) {
    throw new CrivetError('CRIVET_USAGE', `no fault matches ${JSON.stringify(idle)}`, {
      hint: 'see all of them with: crivet mutants --list',
    })
  }
  return sample === undefined ? wanted : sampleOf(wanted, sample, seed)
}

/** The scenarios that are run without a fault first: all for all faults, those about them for some. */
export function chooseScenarios(
  { scenarios, others }: Choice,
  faults: readonly Fault[],
  given: readonly Need[],
): readonly CatalogueEntry[] {
  const filters = { scenarios, skip: [], profiles: [], rpcs: [], level: undefined }
  const { chosen } = select(loadCatalogue(), filters, given)
  if (faults.length === FAULTS.length) return chosen
  const entries = worthRunning(faults, chosen, others)
  if (entries.length > 0) return entries
  throw new CrivetError('CRIVET_USAGE', 'no scenario of this run could notice any of the faults', {
    hint: 'try --soak, a higher --others or another --scenario',
  })
}
