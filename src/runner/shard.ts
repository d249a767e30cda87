import { CrivetError } from '../errors.ts'
import { needsOf } from '../scenario/definition.ts'
import type { CatalogueEntry } from './catalogue.ts'

/** A part of a run that is divided among several machines. */
export interface Shard {
  /** From 1 on. */
  readonly index: number
  readonly count: number
}

/** How reports and the flag name a shard: `1/3`. */
export function shardName({ index, count }: Shard): string {
  return `${index}/${count}`
}

/**
 * The scenarios of a shard: the same ones on every machine. Each shard has its part of those that run alone or are
 * given only to some runs, and all keystones, without which it could not tell a block from a failure.
 *
 * @throws CrivetError CRIVET_USAGE where nothing is left for it.
 */
export function shareOf(
  entries: readonly CatalogueEntry[],
  shard: Shard,
): readonly CatalogueEntry[] {
  const divided = entries
    .filter((entry) => !entry.keystone)
    .map((entry) => ({ entry, kind: needsOf(entry).join() }))
    .sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0))
    .map(({ entry }) => entry)
  const own = new Set(divided.filter((_, place) => place % shard.count === shard.index - 1))
  if (own.size > 0) return entries.filter((entry) => entry.keystone || own.has(entry))
  throw new CrivetError(
    'CRIVET_USAGE',
    `shard ${shardName(shard)} is empty: there are ${divided.length} scenarios to divide`,
    { hint: 'take fewer shards' },
  )
}
