import { loadCatalogue } from '../runner/catalogue.ts'
import { select } from '../runner/select.ts'
import { needsOf } from '../scenario/definition.ts'
import { REQUIREMENTS } from '../spec/gen/requirements.ts'
import { ALL_NEEDS } from '../spec/requirement.ts'
import { FILTER_FLAGS, filtersFrom } from './filter-flags.ts'
import { nothingMore, parseFlags } from './flags.ts'

const FLAGS = { ...FILTER_FLAGS, json: { type: 'boolean' } } as const

/** Prints the scenarios that the filters leave, as a table or as JSON. */
export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags('list', args, FLAGS)
  nothingMore('list', positionals)
  const { chosen } = select(loadCatalogue(), filtersFrom(values), ALL_NEEDS)
  const rows = chosen.map((entry) => {
    const { level, profile, feature, since, statement, rpcs } = REQUIREMENTS[entry.requirement]
    return { ...entry, level, profile, feature, since, needs: needsOf(entry), rpcs, statement }
  })
  if (values.json) {
    process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`)
    return 0
  }
  const width = Math.max(...rows.map(({ id }) => id.length))
  for (const { id, level, profile, needs, requirement } of rows) {
    const wants = needs.length > 0 ? `  (${needs.join(', ')})` : ''
    process.stdout.write(
      `${id.padEnd(width)}  ${level.padEnd(6)}  ${profile.padEnd(10)}  ${requirement}${wants}\n`,
    )
  }
  process.stdout.write(`${rows.length} scenarios\n`)
  return 0
}
