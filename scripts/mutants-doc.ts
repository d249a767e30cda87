/**
 * Writes docs/mutants.md from what `crivet mutants` found: `tsx scripts/mutants-doc.ts REPORT.json [MORE.json…]`.
 * Of faults that were tried again on the same runtime the later result counts; on another runtime one counts that a
 * scenario which claims the requirement noticed, where none had. Faults that are gone are left out. What a person
 * has to say, such as why a fault survives and whether blame is right, stands in docs/mutants-notes.yaml.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { type KillNotes, killTable } from '../reports/kill-markdown.ts'
import { type KillReport, type KillResult, noticed } from '../reports/kill-report.ts'
import { FAULTS } from '../src/mutants/catalogue.ts'
import { loadCatalogue } from '../src/runner/catalogue.ts'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

const [first, ...more] = process.argv.slice(2).map((path) => {
  return JSON.parse(readFileSync(path, 'utf8')) as KillReport
})
if (first === undefined) throw new Error('name the mutants.json of a whole run')
const runtimeOf = ({ runtime }: KillReport) => `${runtime.name} ${runtime.version}`
const found = new Map(first.results.map((it) => [it.fault, it]))
for (const report of more) {
  const elsewhere = runtimeOf(report) !== runtimeOf(first)
  for (const result of report.results) {
    const earlier = found.get(result.fault)
    if (!elsewhere) found.set(result.fault, result)
    else if (earlier === undefined || (isProof(result) && !isProof(earlier)))
      found.set(result.fault, { ...result, on: runtimeOf(report) })
  }
}
const results = FAULTS.flatMap(({ id }) => found.get(id) ?? [])
const missing = FAULTS.filter(({ id }) => !found.has(id)).map(({ id }) => id)
if (missing.length > 0) throw new Error(`not tried: ${missing.join(', ')}`)
const proven = new Set(results.filter(isProof).map(({ requirement }) => requirement))
const claimed = new Set(loadCatalogue().map(({ requirement }) => requirement as string))
const withoutFault = [...claimed].filter((id) => !proven.has(id)).sort()
const tried = [first, ...more].flatMap((it) => it.results).flatMap((it) => it.tried)
const noticing = new Set(tried.filter(noticed).map(({ scenario }) => scenario))
const idleScenarios = first.idleScenarios.filter((id) => !noticing.has(id))
const report = { ...first, results, withoutFault, idleScenarios }
const notes = parse(readFileSync(at('docs/mutants-notes.yaml'), 'utf8')) as KillNotes
writeFileSync(at('docs/mutants.md'), killTable(report, notes))
for (const { fault, outcome } of report.results) {
  if (outcome !== 'survived' || notes.survivors[fault]) continue
  console.error(`${fault} survived, and docs/mutants-notes.yaml does not say why`)
  process.exitCode = 1
}
for (const id of withoutFault.filter((it) => !notes.withoutFault[it])) {
  console.error(
    `${id} was put to the proof by no fault, and docs/mutants-notes.yaml does not say why`,
  )
  process.exitCode = 1
}

// By a scenario that claims the requirement: another's, or an invariant, may notice first.
function isProof({ tried, claimedBy }: KillResult): boolean {
  return tried.some((it) => noticed(it) && claimedBy.includes(it.scenario))
}
