/**
 * `npm run mutants:change -- [BASE] [FLAGS…]`: the seeded faults that a change since BASE (default: the commit before)
 * touches, by the file they stand in or by a scenario that claims what they violate, and then a sample of the rest, as
 * far as five minutes reach. FLAGS go to `crivet mutants`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FAULTS } from '../src/mutants/catalogue.ts'
import { packageRoot } from '../src/package-root.ts'
import { loadCatalogue } from '../src/runner/catalogue.ts'
import { sampleOf } from '../src/runner/seeded.ts'

const MOST_TOUCHED = 30
const SAMPLE = 10
const STOP_AFTER_SECONDS = 285

const root = packageRoot()
const [first, ...others] = process.argv.slice(2)
const base = first === undefined || first.startsWith('-') ? 'HEAD~1' : first
const flags = base === first ? others : process.argv.slice(2)
const files = execFileSync('git', ['diff', '--name-only', '--diff-filter=d', base], { cwd: root })
  .toString()
  .split('\n')
  .filter(Boolean)

// A day's runs see the same sample, another day's another.
const seed = Math.floor(Date.now() / 86_400_000)
const touched = FAULTS.filter(({ id, requirement }) => isWrittenIn(id) || isClaimed(requirement))
const rest = FAULTS.filter((it) => !touched.includes(it))
const chosen = [...sampleOf(touched, MOST_TOUCHED, seed), ...sampleOf(rest, SAMPLE, seed)]
console.log(`${touched.length} faults touched since ${base}; ${chosen.length} tried, seed ${seed}`)
const { status } = spawnSync(
  process.execPath,
  [
    ...[join(root, 'dist/src/cli/main.js'), 'mutants', ...flags],
    ...['--stop-after', String(STOP_AFTER_SECONDS)],
    ...chosen.flatMap(({ id }) => ['--mutant', id]),
  ],
  { stdio: 'inherit' },
)
process.exitCode = status ?? 1

function isWrittenIn(id: string): boolean {
  return files.some(
    (file) =>
      file.startsWith('src/mutants/faults/') &&
      readFileSync(join(root, file), 'utf8').includes(`'${id}'`),
  )
}

function isClaimed(requirement: string): boolean {
  return loadCatalogue().some(
    (entry) => files.includes(entry.file) && entry.requirement === requirement,
  )
}
