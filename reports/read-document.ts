import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CrivetError } from '../src/errors.ts'

/** What kind of JSON document is read. */
export interface DocumentKind {
  /** Its file in a folder of reports. */
  readonly file: string
  readonly schemaVersion: number
  /** A key that holds a list. */
  readonly list: string
}

/** Reads a document, given by its path or its folder's; CRIVET_CONFIG where it is not of the kind. */
export function readDocument(
  path: string,
  { file: name, schemaVersion, list }: DocumentKind,
): unknown {
  const file = isFolder(path) ? join(path, name) : path
  const wrong = (why: string) =>
    new CrivetError('CRIVET_CONFIG', `${file} cannot be read as a report: ${why}`, {
      hint: `give the ${name} of a run, or the folder it is in`,
    })
  const document = parsed(text(file, wrong))
  if (document === undefined) throw wrong('it is no JSON document of a run')
  if (document.schemaVersion !== schemaVersion) {
    const found = JSON.stringify(document.schemaVersion) ?? 'none'
    throw wrong(`its schemaVersion is ${found}, this crivet reads ${schemaVersion}`)
  }
  if (!Array.isArray(document[list])) throw wrong(`it has no ${list}`)
  return document
}

function text(file: string, wrong: (why: string) => CrivetError): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : String(cause))
  }
}

function parsed(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    // Whatever the parser says, it is no report.
    return undefined
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
