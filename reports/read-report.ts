import { readDocument } from './read-document.ts'
import { type RunReport, SCHEMA_VERSION } from './run-report.ts'

/** Reads the `verdict.json` of a run, given by its path or its folder's; CRIVET_CONFIG where it is none. */
export function readReport(path: string): RunReport {
  const kind = { file: 'verdict.json', schemaVersion: SCHEMA_VERSION, list: 'scenarios' }
  return readDocument(path, kind) as RunReport
}
