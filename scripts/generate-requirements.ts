import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { Feature, Requirement } from '../src/spec/requirement.ts'

const SOURCE = fileURLToPath(new URL('../spec/requirements.yaml', import.meta.url))
const TARGET = fileURLToPath(new URL('../src/spec/gen/requirements.ts', import.meta.url))

interface Catalogue {
  readonly features: Readonly<Record<string, Feature>>
  readonly requirements: readonly (Requirement & Readonly<Record<string, unknown>>)[]
}

/** The generated module for `spec/requirements.yaml`: a union of ids and the table behind it. */
export function generateRequirements(): { readonly path: string; readonly text: string } {
  const catalogue = parse(readFileSync(SOURCE, 'utf8')) as Catalogue
  const ids = catalogue.requirements.map(({ id }) => id)
  const rows = catalogue.requirements.map((it) => {
    const { id, rpcs, fields, level, since, feature, needs, profile, statement, how, source } = it
    const row = { id, rpcs, fields, level, since, feature, needs, profile, statement, how, source }
    return `  ${JSON.stringify(id)}: ${JSON.stringify(row)},`
  })
  const features = Object.entries(catalogue.features).map(
    ([name, { since, declared_by, about }]) =>
      `  ${JSON.stringify(name)}: ${JSON.stringify({ since, declared_by, about })},`,
  )
  const text = [
    '// Generated from spec/requirements.yaml by scripts/generate-requirements.ts.',
    "import type { Feature, Requirement } from '../requirement.ts'",
    '',
    '/** The id of a behaviour in `spec/requirements.yaml`. */',
    `export type RequirementId =\n${ids.map((id) => `  | '${id}'`).join('\n')}`,
    '',
    '/** An optional feature that gates requirements. */',
    `export type FeatureName =\n${Object.keys(catalogue.features)
      .map((name) => `  | '${name}'`)
      .join('\n')}`,
    '',
    'export const REQUIREMENTS: Readonly<Record<RequirementId, Requirement>> = {',
    ...rows,
    '}',
    '',
    'export const FEATURES: Readonly<Record<FeatureName, Feature>> = {',
    ...features,
    '}',
    '',
  ].join('\n')
  return { path: TARGET, text }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { path, text } = generateRequirements()
  writeFileSync(path, text)
}
