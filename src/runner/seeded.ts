/** The items in an order that only the seed decides. */
export function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const random = randomNumbers(seed)
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}

/** So many of the items, the same for the same seed, in their own order. */
export function sampleOf<T>(items: readonly T[], count: number, seed: number): readonly T[] {
  const chosen = new Set(shuffled(items, seed).slice(0, count))
  return items.filter((item) => chosen.has(item))
}

/** Numbers from 0 up to 1 that only the seed decides (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
