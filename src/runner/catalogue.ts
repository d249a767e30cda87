import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CrivetError } from '../errors.ts'
import { packageRoot } from '../package-root.ts'
import type { ScenarioMeta } from '../scenario/definition.ts'

/** A scenario as `crivet list` and the selection of a run know it, without loading any suite. */
export interface CatalogueEntry extends ScenarioMeta {
  readonly id: string
  /** Path of the suite's source from the package's root. */
  readonly file: string
  readonly line: number
}

/** The scenarios of the package, sorted by id. */
export function loadCatalogue(): readonly CatalogueEntry[] {
  const path = join(packageRoot(), 'dist', 'catalogue.json')
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as readonly CatalogueEntry[]
  } catch (cause) {
    throw new CrivetError('CRIVET_INTERNAL', `the catalogue of scenarios cannot be read: ${path}`, {
      hint: 'install crivet again; in a checkout run: npm run build',
      cause,
    })
  }
}

/** The absolute paths of the modules that hold the scenarios, compiled where there are such. */
export function suiteModules(entries: readonly CatalogueEntry[]): readonly string[] {
  const files = [...new Set(entries.map(({ file }) => file))]
  return files.map((file) => {
    const compiled = join(packageRoot(), 'dist', file.replace(/\.ts$/, '.js'))
    return existsSync(compiled) ? compiled : join(packageRoot(), file)
  })
}
