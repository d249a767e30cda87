import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import type { ContainerConfig, PodSandboxConfig } from '../cri/gen/messages.ts'
import { ENUMS, type FieldInfo, MESSAGES } from '../cri/gen/wire.ts'
import type { Init } from '../cri/init.ts'
import { CrivetError } from '../errors.ts'

/** Reads a pod's config as crictl takes it: YAML or JSON, keys in snake_case or lowerCamelCase; else `CRIVET_CONFIG`. */
export function readPodConfig(path: string): Init<PodSandboxConfig> {
  return parseConfig(readText(path), 'PodSandboxConfig', basename(path))
}

/** The same of a container's config. */
export function readContainerConfig(path: string): Init<ContainerConfig> {
  return parseConfig(readText(path), 'ContainerConfig', basename(path))
}

/** The messages that such a file may hold, with what no runtime can do without. */
const REQUIRED = {
  PodSandboxConfig: ['metadata.name', 'metadata.namespace', 'metadata.uid'],
  ContainerConfig: ['metadata.name', 'image.image'],
} as const

/** Reads the text of a config; `file` is what errors call it. */
export function parseConfig(
  text: string,
  type: keyof typeof REQUIRED,
  file: string,
): Readonly<Record<string, unknown>> {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, intAsBigInt: true })
  const [broken] = document.errors
  if (broken) {
    const line = lineCounter.linePos(broken.pos[0]).line
    throw wrong(file, [`line ${line}: ${broken.message.split('\n')[0]}`])
  }
  const problems: string[] = []
  const config = readMessage(type, document.toJS() ?? {}, '', problems)
  // Missing things first: a key in the wrong place follows from them.
  const missing = missingIn(config, REQUIRED[type])
  if (missing.length + problems.length > 0) {
    throw wrong(file, [...missing.map((it) => `no ${it}`), ...problems], hintFor(type, missing))
  }
  return config
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new CrivetError('CRIVET_CONFIG', `${path}: ${(cause as Error).message}`, { cause })
  }
}

type Message = Record<string, unknown>

function readMessage(type: string, given: unknown, path: string, problems: string[]): Message {
  if (!isMap(given)) {
    problems.push(`${path || 'the file'} is no map of keys and values`)
    return {}
  }
  const fields = MESSAGES[type] ?? []
  const message: Message = {}
  for (const [key, value] of Object.entries(given)) {
    const field = fields.find(({ name }) => key === name || key === camelCase(name))
    const at = path ? `${path}.${key}` : key
    if (!field) problems.push(`unknown key ${at} (${type} has ${namesOf(fields)})`)
    else if (field.name in message) problems.push(`${at} is given twice`)
    // A key without a value is as good as none, as in the JSON that crictl makes of it.
    else if (value !== null) message[field.name] = readField(field, value, at, problems)
  }
  return message
}

function readField(field: FieldInfo, value: unknown, at: string, problems: string[]): unknown {
  const readOne = (one: unknown, where: string) => readValue(field, one, where, problems)
  if (field.label === 'repeated') {
    if (Array.isArray(value)) return value.map((one, index) => readOne(one, `${at}[${index}]`))
    problems.push(`${at} is no list`)
    return []
  }
  if (field.label !== 'map') return readOne(value, at)
  if (!isMap(value)) {
    problems.push(`${at} is no map of keys and values`)
    return {}
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, readOne(one, `${at}.${key}`)]),
  )
}

function readValue(field: FieldInfo, value: unknown, at: string, problems: string[]): unknown {
  const { kind, type } = field
  if (kind === 'message') return readMessage(type, value, at, problems)
  const read = kind === 'enum' ? readEnum(ENUMS[type] ?? [], value) : readScalar(type, value)
  if (read === undefined) {
    const wanted = kind === 'enum' ? `one of ${ENUMS[type]?.join(', ')}` : `a ${type}`
    problems.push(`${at} is not ${wanted}: ${String(value)}`)
  }
  return read
}

// By name, or by number as crictl's own examples have it.
function readEnum(names: readonly string[], value: unknown): string | undefined {
  if (typeof value === 'bigint') return names[Number(value)]
  return names.find((name) => name === value)
}

function readScalar(type: string, value: unknown): unknown {
  if (type === 'bool') return typeof value === 'boolean' ? value : undefined
  if (type === 'string' || type === 'bytes') return typeof value === 'string' ? value : undefined
  if (type === 'double' || type === 'float') return isNumber(value) ? Number(value) : undefined
  if (typeof value !== 'bigint') return undefined
  return type.endsWith('64') ? value : Number(value)
}

function missingIn(config: Message, required: readonly string[]): readonly string[] {
  const absent = required.filter((path) => {
    const [outer = '', inner = ''] = path.split('.')
    const message = config[outer]
    return !isMap(message) || message[inner] === undefined || message[inner] === ''
  })
  const outers = new Set(absent.map((path) => path.split('.')[0] as string))
  return [...outers].flatMap((outer) =>
    outer in config ? absent.filter((path) => path.startsWith(`${outer}.`)) : [outer],
  )
}

function hintFor(type: keyof typeof REQUIRED, missing: readonly string[]): string {
  if (!missing.includes('metadata')) return 'the keys are those of the CRI, as crictl takes them'
  const names = REQUIRED[type].filter((it) => it.startsWith('metadata.')).map((it) => it.slice(9))
  return `begin with a line metadata: and put ${names.join(', ')} below it, indented`
}

function wrong(file: string, problems: readonly string[], hint = 'write it as YAML or JSON') {
  return new CrivetError('CRIVET_CONFIG', `${file}: ${problems.join('; ')}`, { hint })
}

function namesOf(fields: readonly FieldInfo[]): string {
  return fields.map(({ name }) => name).join(', ')
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function isMap(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNumber(value: unknown): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number'
}
