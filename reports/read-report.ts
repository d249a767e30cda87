import { basename, dirname } from 'node:path'
import { readDocument } from './read-document.ts'
import { type RunReport, SCHEMA_VERSION } from './run-report.ts'

/** A run among several, and what a reader calls it: a runtime, a handler, a node, a file. */
export interface NamedReport {
  readonly name: string
  readonly report: RunReport
}

/** Reads the `verdict.json` of a run, given by its path or its folder's; CRIVET_CONFIG where it is none. */
export function readReport(path: string): RunReport {
  const kind = { file: 'verdict.json', schemaVersion: SCHEMA_VERSION, list: 'scenarios' }
  return readDocument(path, kind) as RunReport
}

/** Reads several, each named by its folder or file, or by its whole path where that name is another's too. */
export function readReports(paths: readonly string[]): readonly NamedReport[] {
  const short = paths.map(shortName)
  const isShared = (name: string) => short.filter((it) => it === name).length > 1
  return paths.map((path) => {
    const name = shortName(path)
    return { name: isShared(name) ? path : name, report: readReport(path) }
  })
}

function shortName(path: string): string {
  return basename(path) === 'verdict.json' ? basename(dirname(path)) || path : basename(path)
}
