import type { ScenarioResult } from '../../reports/run-report.ts'
import { suiteOf } from '../scenario/definition.ts'
import { REQUIREMENTS } from '../spec/gen/requirements.ts'
import type { CatalogueEntry } from './catalogue.ts'
import type { Selection } from './select.ts'

/** Where the source of a scenario is. */
export function placeOf(entry: CatalogueEntry | undefined) {
  return entry ? { file: entry.file, line: entry.line } : {}
}

/** The results of scenarios that a selection leaves out. */
export function untried({ skipped, leftOut }: Selection): readonly ScenarioResult[] {
  return [
    ...skipped.map((entry) => ({ ...blank(entry), message: 'taken out by --skip' })),
    ...leftOut.map(({ entry, missing }) => ({
      ...blank(entry),
      message: `needs ${missing.join(', ')}`,
      notGiven: missing,
    })),
  ]
}

/** The result of a scenario that was planned and told nothing: cut off for a reason, or lost by crivet. */
export function unheard(
  entry: CatalogueEntry | undefined,
  why: string | undefined,
): ScenarioResult {
  if (!entry) throw new Error('a scenario that was not planned is missing')
  return why === undefined
    ? { ...blank(entry), outcome: 'error', message: 'nothing was heard of it' }
    : { ...blank(entry), outcome: 'interrupted', message: why }
}

function blank(entry: CatalogueEntry): ScenarioResult {
  const { level, profile } = REQUIREMENTS[entry.requirement]
  return {
    id: entry.id,
    suite: suiteOf(entry.id),
    ...placeOf(entry),
    outcome: 'skipped',
    level,
    profile,
    requirement: entry.requirement,
    also: entry.also ?? [],
    rpcs: [],
    fields: { set: [], read: [] },
    startedAt: new Date().toISOString(),
    durationMs: 0,
    message: '',
  }
}
