import { expect, test } from 'vitest'
import { loadCatalogue } from '../../src/runner/catalogue.ts'
import { shareOf } from '../../src/runner/shard.ts'
import { isAlone } from '../../src/scenario/definition.ts'

const catalogue = loadCatalogue()

test.for([2, 3, 7])('%d shards hold each scenario once, and the keystones each', (count) => {
  const shards = Array.from({ length: count }, (_, place) =>
    shareOf(catalogue, { index: place + 1, count }),
  )
  for (const entry of catalogue) {
    const holders = shards.filter((shard) => shard.includes(entry))
    expect(holders, entry.id).toHaveLength(entry.keystone ? count : 1)
  }
  const lengths = shards.map((shard) => shard.length)
  expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1)
  // What runs alone takes the longest: no shard may have most of it.
  const alone = shards.map((shard) => shard.filter(isAlone).length)
  expect(Math.max(...alone)).toBeLessThan(2 * Math.min(...alone))
})

test('a shard for which nothing is left is refused', () => {
  const few = catalogue.filter((entry) => !entry.keystone).slice(0, 2)
  expect(() => shareOf(few, { index: 3, count: 3 })).toThrow(
    'shard 3/3 is empty: there are 2 scenarios to divide',
  )
})
