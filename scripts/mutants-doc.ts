/**
 * Writes docs/mutants.md from what `crivet mutants` found: `tsx scripts/mutants-doc.ts REPORT.json [MORE.json…]`.
 * Of faults that were tried again on the same runtime the later result counts; on another runtime,
 * a kill counts where there was none. Faults that are gone are left out. What a person has to say, why a fault
 * survives and whether blame is right, stands in docs/mutants-notes.yaml.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { type KillNotes, killTable } from '../reports/kill-markdown.ts'
import { type KillReport, noticed } from '../reports/kill-report.ts'
import { FAULTS } from '../src/mutants/catalogue.ts'

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
    else if (earlier?.outcome !== 'killed' && result.outcome === 'killed')
      found.set(result.fault, { ...result, on: runtimeOf(report) })
  }
}
const results = FAULTS.flatMap(({ id }) => found.get(id) ?? [])
const missing = FAULTS.filter(({ id }) => !found.has(id)).map(({ id }) => id)
if (missing.length > 0) throw new Error(`not tried: ${missing.join(', ')}`)
const faulted = new Set(FAULTS.map(({ requirement }) => requirement as string))
const withoutFault = first.withoutFault.filter((id) => !faulted.has(id))
const noticing = new Set(
  results.flatMap((it) => it.tried.filter(noticed).map(({ scenario }) => scenario)),
)
const idleScenarios = first.idleScenarios.filter((id) => !noticing.has(id))
const report = { ...first, results, withoutFault, idleScenarios }
const notes = parse(readFileSync(at('docs/mutants-notes.yaml'), 'utf8')) as KillNotes
writeFileSync(at('docs/mutants.md'), killTable(report, notes))
for (const { fault, outcome } of report.results) {
  if (outcome !== 'survived' || notes.survivors[fault]) continue
  console.error(`${fault} survived, and docs/mutants-notes.yaml does not say why`)
  process.exitCode = 1
}
