// Writes docs/mutants.md from what `crivet mutants` found: `tsx scripts/mutants-doc.ts REPORT.json`. What a person
// has to say, why a fault survives and whether blame is right, stands in docs/mutants-notes.yaml.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { type KillNotes, killTable } from '../reports/kill-markdown.ts'
import type { KillReport } from '../reports/kill-report.ts'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

const [path] = process.argv.slice(2)
if (path === undefined) throw new Error('name the mutants.json of a whole run')
const report = JSON.parse(readFileSync(path, 'utf8')) as KillReport
const notes = parse(readFileSync(at('docs/mutants-notes.yaml'), 'utf8')) as KillNotes
writeFileSync(at('docs/mutants.md'), killTable(report, notes))
for (const { fault, outcome } of report.results) {
  if (outcome !== 'survived' || notes.survivors[fault]) continue
  console.error(`${fault} survived, and docs/mutants-notes.yaml does not say why`)
  process.exitCode = 1
}
