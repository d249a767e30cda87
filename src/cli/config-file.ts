import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { CrivetError } from '../errors.ts'

/** The file in the current folder that may hold flags of a run. */
export const CONFIG_FILE = 'crivet.yaml'

const OF_LAUNCHED: readonly string[] = ['launch', 'launch-binary']
const OF_SOCKET: readonly string[] = ['image-endpoint', 'registry', 'restart-command']

type Value = string | boolean | string[] | undefined

/** What was parsed of the command line, and what a file lays beneath it. */
export interface Given<V> {
  readonly values: V
  readonly positionals: readonly string[]
}

/** What a flag takes, as `parseFlags` is told. */
export interface FlagKind {
  readonly type: 'string' | 'boolean'
  readonly multiple?: boolean
}

/**
 * Lays the flags of `crivet.yaml` beneath those that were given; a flag that was given wins over the file's, also
 * where it may be repeated. `endpoint` stands for the argument. Answers what was given where there is no file. A command
 * that takes some of those flags only names them as `taken`.
 *
 * @throws CrivetError CRIVET_CONFIG with the flag and what is wrong with it.
 */
export function withConfigFile<V extends object>(
  given: Given<V>,
  kinds: Readonly<Record<string, FlagKind>>,
  taken: readonly string[] = ['endpoint', ...Object.keys(kinds)],
): Given<V> {
  if (!existsSync(CONFIG_FILE)) return given
  const values: Record<string, Value> = Object.fromEntries(Object.entries(given.values))
  // Of the command line alone: what the file says must not depend on the order of its lines.
  const launchGiven = values.launch !== undefined
  let positionals = given.positionals
  const used: string[] = []
  for (const [key, value] of Object.entries(readConfig())) {
    if (key === 'endpoint') {
      if (typeof value !== 'string') throw wrong('endpoint is no text')
      if (positionals.length > 0 || launchGiven || !taken.includes(key)) continue
      positionals = [value]
    } else {
      const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined
      if (kind === undefined) throw wrong(`there is no flag --${key}`)
      const checked = asFlag(key, value, kind)
      // Another target was given: the file's, and what belongs to it, does not come beside it.
      if (OF_LAUNCHED.includes(key) && given.positionals.length > 0) continue
      if (OF_SOCKET.includes(key) && (given.positionals.length > 0 || launchGiven)) continue
      if (values[key] !== undefined || !taken.includes(key)) continue
      values[key] = checked
    }
    used.push(key)
  }
  if (used.length > 0) process.stderr.write(`crivet: from ${CONFIG_FILE}: ${used.join(', ')}\n`)
  return { values: values as V, positionals }
}

function readConfig(): Readonly<Record<string, unknown>> {
  let document: unknown
  try {
    document = parse(readFileSync(CONFIG_FILE, 'utf8')) ?? {}
  } catch (cause) {
    const [line] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
    throw wrong(line ?? 'it cannot be read', cause)
  }
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
    return document as Record<string, unknown>
  }
  throw wrong('it is no mapping of flags')
}

function asFlag(key: string, value: unknown, { type, multiple }: FlagKind): Value {
  if (type === 'boolean') {
    if (typeof value !== 'boolean') throw wrong(`${key} is neither true nor false`)
    return value
  }
  const list = (Array.isArray(value) ? value : [value]).map((it) => {
    if (typeof it === 'string' || typeof it === 'number') return String(it)
    throw wrong(`${key} is no text and no number`)
  })
  if (multiple) return list
  if (Array.isArray(value)) throw wrong(`${key} takes one value, not a list`)
  return list[0]
}

function wrong(what: string, cause?: unknown): CrivetError {
  return new CrivetError('CRIVET_CONFIG', `${CONFIG_FILE}: ${what}`, {
    hint: 'it may hold the flags of a run without their dashes, and endpoint; see: crivet run --help',
    cause,
  })
}
