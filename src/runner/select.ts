import { CrivetError } from '../errors.ts'
import { needsOf } from '../scenario/definition.ts'
import { REQUIREMENTS } from '../spec/gen/requirements.ts'
import type { Level, Need } from '../spec/requirement.ts'
import type { CatalogueEntry } from './catalogue.ts'
import { type Shard, shareOf } from './shard.ts'

/** Which scenarios were asked for; an empty list means no filter. */
export interface Filters {
  readonly scenarios: readonly string[]
  readonly skip: readonly string[]
  readonly profiles: readonly string[]
  readonly rpcs: readonly string[]
  readonly level: Level | undefined
  readonly shard?: Shard | undefined
}

/** What a run will do with the catalogue. */
export interface Selection {
  readonly chosen: readonly CatalogueEntry[]
  /** Taken out by `--skip`. */
  readonly skipped: readonly CatalogueEntry[]
  /** Left out because the run does not give what they need; no hole in the verdict. */
  readonly leftOut: readonly { readonly entry: CatalogueEntry; readonly missing: readonly Need[] }[]
  /** Whether filters or a shard narrowed the run, so that only counts can be told. */
  readonly partial: boolean
  /** Whether filters did, so that all shards together are no whole run either. */
  readonly filtered: boolean
}

// Found out on the target itself, or given by every run.
const PROBED: readonly Need[] = ['host', 'serial']
const RANK: Readonly<Record<Level, number>> = { must: 0, should: 1, may: 2 }

/** Applies the filters, and leaves out what the run cannot give. */
export function select(
  catalogue: readonly CatalogueEntry[],
  filters: Filters,
  given: readonly Need[],
): Selection {
  const wanted = catalogue.filter((entry) => matches(entry, filters))
  const skipped = wanted.filter(({ id }) => filters.skip.some((glob) => globMatches(glob, id)))
  refuseIdle(catalogue, filters, wanted)
  const missingOf = (entry: CatalogueEntry) =>
    needsOf(entry).filter((need) => !PROBED.includes(need) && !given.includes(need))
  const unskipped = wanted.filter((entry) => !skipped.includes(entry))
  const rest = filters.shard ? shareOf(unskipped, filters.shard) : unskipped
  return {
    chosen: rest.filter((entry) => missingOf(entry).length === 0),
    skipped,
    leftOut: rest
      .map((entry) => ({ entry, missing: missingOf(entry) }))
      .filter(({ missing }) => missing.length > 0),
    partial: rest.length < catalogue.length,
    filtered: unskipped.length < catalogue.length,
  }
}

/** Whether an id matches a glob: `*` for any characters, `?` for one. */
export function globMatches(glob: string, id: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${pattern}$`).test(id)
}

function matches(entry: CatalogueEntry, { scenarios, profiles, rpcs, level }: Filters): boolean {
  const requirement = REQUIREMENTS[entry.requirement]
  return (
    (scenarios.length === 0 || scenarios.some((glob) => globMatches(glob, entry.id))) &&
    (profiles.length === 0 || profiles.includes(requirement.profile)) &&
    (rpcs.length === 0 || requirement.rpcs.some((rpc) => rpcs.includes(rpc))) &&
    (level === undefined || RANK[requirement.level] <= RANK[level])
  )
}

// A filter that matches nothing is a mistake in the call, and must not pass for a clean run.
function refuseIdle(
  catalogue: readonly CatalogueEntry[],
  filters: Filters,
  wanted: readonly CatalogueEntry[],
): void {
  for (const glob of [...filters.scenarios, ...filters.skip]) {
    if (catalogue.some(({ id }) => globMatches(glob, id))) continue
    throw new CrivetError('CRIVET_USAGE', `no scenario matches ${JSON.stringify(glob)}`, {
      hint: 'see all ids with: crivet list',
    })
  }
  if (wanted.length > 0) return
  throw new CrivetError('CRIVET_USAGE', 'the filters together leave no scenario', {
    hint: 'see what each filter can match with: crivet list --json',
  })
}
