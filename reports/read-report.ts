import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CrivetError } from '../src/errors.ts'
import { type RunReport, SCHEMA_VERSION } from './run-report.ts'

/** Reads the `verdict.json` of a run, given by its path or its folder's; CRIVET_CONFIG where it is none. */
export function readReport(path: string): RunReport {
  const file = isFolder(path) ? join(path, 'verdict.json') : path
  const report = parsed(file, text(file))
  if (report.schemaVersion !== SCHEMA_VERSION) {
    const found = JSON.stringify(report.schemaVersion) ?? 'none'
    throw wrong(file, `its schemaVersion is ${found}, this crivet reads ${SCHEMA_VERSION}`)
  }
  if (!Array.isArray(report.scenarios)) throw wrong(file, 'it has no scenarios')
  return report as RunReport
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw wrong(file, cause instanceof Error ? cause.message : String(cause))
  }
}

function parsed(file: string, json: string): Partial<RunReport> {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Told below: whatever the parser says, it is no report.
  }
  throw wrong(file, 'it is no JSON document of a run')
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function wrong(file: string, why: string): CrivetError {
  return new CrivetError('CRIVET_CONFIG', `${file} cannot be read as a report: ${why}`, {
    hint: 'give the verdict.json of a run, or the folder it is in',
  })
}
