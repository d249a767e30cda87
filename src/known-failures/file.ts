import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { CrivetError } from '../errors.ts'
import { packageRoot } from '../package-root.ts'
import { type KnownFailureEntry, LEAK, parseRange } from './entry.ts'

const KEYS = ['id', 'when', 'message', 'reason', 'intermittent', 'link', 'expires'] as const
const CONDITIONS = ['runtime', 'version', 'handler', 'kernel', 'cgroup'] as const

/** The word in place of a file's path that stands for the files of the package. */
export const SHIPPED = 'shipped'

/** Where the package's own file for a runtime is; there need not be one. */
export function shippedFile(runtime: string): string {
  return join(shippedFolder(), `${runtime}.yaml`)
}

/** The entries of all files of the package. */
export function shippedKnownFailures(): readonly KnownFailureEntry[] {
  return readdirSync(shippedFolder()).flatMap((name) =>
    readKnownFailures(join(shippedFolder(), name)),
  )
}

/**
 * Reads a file of known failures: `knownFailures`, a list of entries.
 *
 * @throws CrivetError CRIVET_CONFIG with the entry and what is wrong in it.
 */
export function readKnownFailures(
  file: string,
  text = readText(file),
): readonly KnownFailureEntry[] {
  const document = parseYaml(file, text)
  const list = (document as { knownFailures?: unknown } | null)?.knownFailures
  if (list === null || (list === undefined && document === null)) return []
  if (!Array.isArray(list)) throw wrong(file, 'it has no list called knownFailures')
  return list.map((entry, index) => checked(file, entry, index))
}

function shippedFolder(): string {
  return join(packageRoot(), 'spec', 'known-failures')
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : String(cause)
    throw new CrivetError('CRIVET_CONFIG', `the file of known failures ${why}: ${file}`, {
      hint: 'a run with --update-known-failures writes one',
      cause,
    })
  }
}

function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text)
  } catch (cause) {
    throw wrong(file, cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause))
  }
}

function checked(file: string, entry: unknown, index: number): KnownFailureEntry {
  const complain = (what: string) => wrong(file, `entry ${index + 1}: ${what}`)
  if (!isRecord(entry)) throw complain('it is no mapping')
  const { id, reason, when = {}, expires } = entry
  for (const key of Object.keys(entry)) {
    if (!KEYS.some((it) => it === key)) throw complain(`there is no ${JSON.stringify(key)}`)
  }
  if (typeof id !== 'string' || id === '') throw complain('id is missing')
  if (typeof reason !== 'string' || reason === '') throw complain(`${id} has no reason`)
  for (const key of ['message', 'link', 'expires']) {
    if (key in entry && typeof entry[key] !== 'string') throw complain(`${key} of ${id} is no text`)
  }
  if (id === LEAK && !entry.message) throw complain(`${LEAK} has no message: it says which`)
  if ('intermittent' in entry && entry.intermittent !== true) {
    throw complain(`intermittent of ${id} is not true: leave it out`)
  }
  if (!isRecord(when)) throw complain(`when of ${id} is no mapping`)
  for (const [key, value] of Object.entries(when)) {
    if (!CONDITIONS.some((it) => it === key))
      throw complain(`when of ${id} has no ${JSON.stringify(key)}`)
    if (typeof value !== 'string') throw complain(`${key} of ${id} is no text: put it in quotes`)
    const range = key === 'version' || key === 'kernel'
    if (range && !parseRange(value)) {
      throw complain(`${key} of ${id} is ${JSON.stringify(value)}, not like ">=2.0 <2.2"`)
    }
  }
  if (typeof expires === 'string' && !/^\d{4}-\d{2}-\d{2}$/.test(expires)) {
    throw complain(`expires of ${id} is ${JSON.stringify(expires)}, not like 2027-01-31`)
  }
  return entry as unknown as KnownFailureEntry
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wrong(file: string, what: string): CrivetError {
  return new CrivetError('CRIVET_CONFIG', `${file}: ${what}`, {
    hint: 'mend the file; its form is told in docs/known-failures.md',
  })
}
