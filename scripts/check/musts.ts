import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { REQUIREMENTS } from '../../src/spec/gen/requirements.ts'
import { loadScenarios } from './load-scenarios.ts'
import { ROOT } from './tool.ts'

const LIST = 'spec/unclaimed-musts.txt'

/** Musts that no scenario claims and that are not listed, and entries of the list that can go. */
export async function checkMusts(): Promise<readonly string[]> {
  const unclaimed = await unclaimedMusts()
  const listed = readList()
  const sorted = [...new Set(listed)].sort()
  return [
    ...unclaimed
      .filter((id) => !listed.includes(id))
      .map((id) => `no scenario claims the must ${id}: write one`),
    ...listed
      .filter((id) => !unclaimed.includes(id))
      .map((id) => `${LIST}: ${id} can go (npm run generate)`),
    ...(sorted.join() === listed.join() ? [] : [`${LIST} is not sorted, or names an id twice`]),
  ]
}

/** Takes claimed musts off the list; never adds one. */
export async function shrinkList(): Promise<void> {
  const unclaimed = await unclaimedMusts()
  const left = [...new Set(readList())].filter((id) => unclaimed.includes(id)).sort()
  writeFileSync(join(ROOT, LIST), left.map((id) => `${id}\n`).join(''))
}

async function unclaimedMusts(): Promise<readonly string[]> {
  const scenarios = await loadScenarios()
  const claimed = new Set<string>(
    scenarios.flatMap(({ requirement, also = [] }) => [requirement, ...also]),
  )
  return Object.values(REQUIREMENTS)
    .filter(({ level, feature }) => level === 'must' && feature !== 'windows')
    .map(({ id }) => id)
    .filter((id) => !claimed.has(id))
}

function readList(): readonly string[] {
  return readFileSync(join(ROOT, LIST), 'utf8').split('\n').filter(Boolean)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await shrinkList()
