import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ProtoNode, parseProto } from './parse-proto.ts'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

interface WireField {
  readonly name: string
  readonly number: number
  readonly label: 'singular' | 'repeated' | 'map' | 'oneof'
  readonly type: string
  readonly kind: 'scalar' | 'message' | 'enum'
  readonly key_type?: string
  readonly since: string
  readonly redacted?: boolean
}

interface WireRpc {
  readonly name: string
  readonly request: string
  readonly response: string
  readonly server_streaming: boolean
  readonly since: string
}

interface Wire {
  readonly package: string
  readonly services: Readonly<Record<string, { readonly rpcs: readonly WireRpc[] }>>
  readonly messages: Readonly<Record<string, { readonly fields: readonly WireField[] }>>
  readonly enums: Readonly<
    Record<string, { readonly values: readonly { readonly name: string }[] }>
  >
}

const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  bool: 'boolean',
  int32: 'number',
  uint32: 'number',
  double: 'number',
  int64: 'bigint',
  uint64: 'bigint',
  bytes: 'Uint8Array',
}
const HEADER = '// Generated from spec/cri-v1.json and api.proto by scripts/generate-cri.ts.'

/** The generated modules of the CRI's types and tables; their comments are those of the proto. */
export function generateCri(): readonly { readonly path: string; readonly text: string }[] {
  const wire = JSON.parse(readFileSync(at('spec/cri-v1.json'), 'utf8')) as Wire
  const { root } = parseProto(readFileSync(at('proto/runtime/v1/api.proto'), 'utf8'))
  return [
    { path: at('src/cri/gen/messages.ts'), text: messagesModule(wire, root) },
    { path: at('src/cri/gen/methods.ts'), text: methodsModule(wire, root) },
    { path: at('src/cri/gen/wire.ts'), text: wireModule(wire) },
  ]
}

const flat = (name: string) => name.replaceAll('.', '_')

function decodedType(field: WireField): string {
  const single = field.kind === 'scalar' ? (SCALARS[field.type] as string) : flat(field.type)
  if (field.label === 'repeated') return `${single}[]`
  if (field.label === 'map') return `Record<string, ${single}>`
  return field.kind === 'message' || field.label === 'oneof' ? `${single} | null` : single
}

function messagesModule({ messages, enums }: Wire, root: ProtoNode): string {
  const lines = [HEADER, '']
  for (const [name, { values }] of Object.entries(enums)) {
    const { comment, comments } = nodeOf(root, name)
    const rows = values.map((v) => `${doc(comments?.[v.name], '  ')}  | '${v.name}'`)
    lines.push(`${doc(comment)}export type ${flat(name)} =\n${rows.join('\n')}\n`)
  }
  for (const [name, { fields }] of Object.entries(messages)) {
    const node = nodeOf(root, name)
    const rows = fields.map(
      (field) =>
        `${doc(node.fields?.[field.name]?.comment, '  ')}  ${field.name}: ${decodedType(field)}\n`,
    )
    lines.push(`${doc(node.comment)}export interface ${flat(name)} {\n${rows.join('')}}\n`)
  }
  return lines.join('\n')
}

function nodeOf(root: ProtoNode, name: string): ProtoNode {
  return name.split('.').reduce((node, part) => node.nested?.[part] ?? {}, root)
}

function doc(comment: string | null | undefined, indent = ''): string {
  return comment ? `${indent}/** ${comment.replaceAll('\n', ' ')} */\n` : ''
}

function methodsModule({ services }: Wire, root: ProtoNode): string {
  const rpcs = Object.entries(services).flatMap(([service, it]) =>
    it.rpcs.map((rpc) => {
      const comment = doc(root.nested?.[service]?.methods?.[rpc.name]?.comment, '  ')
      return { ...rpc, service, comment }
    }),
  )
  const types = [...new Set(rpcs.flatMap(({ request, response }) => [request, response]))].sort()
  return [
    HEADER,
    `import type {\n${types.map((type) => `  ${type},`).join('\n')}\n} from './messages.ts'`,
    '',
    '/** Request, answer and kind of each RPC. */',
    'export interface Methods {',
    ...rpcs.map(
      ({ name, request, response, server_streaming, comment }) =>
        `${comment}  ${name}: { request: ${request}; response: ${response}; streaming: ${server_streaming} }`,
    ),
    '}',
    '',
    '/** The name of an RPC, as on the wire. */',
    'export type MethodName = keyof Methods',
    '',
    '/** What is known of an RPC at run time. */',
    'export interface MethodInfo {',
    "  readonly service: 'RuntimeService' | 'ImageService'",
    '  readonly request: string',
    '  readonly response: string',
    '  readonly serverStreaming: boolean',
    '  /** The first Kubernetes minor that has it. */',
    '  readonly since: string',
    '}',
    '',
    '/** The facts of each RPC. */',
    'export const METHODS: Readonly<Record<MethodName, MethodInfo>> = {',
    ...rpcs.map(
      ({ name, service, request, response, server_streaming, since }) =>
        `  ${name}: { service: '${service}', request: '${request}', response: '${response}', serverStreaming: ${server_streaming}, since: '${since}' },`,
    ),
    '}',
    '',
  ].join('\n')
}

function wireModule({ messages, enums }: Wire): string {
  const row = ({ name, number, type, kind, label, since, redacted, key_type }: WireField) =>
    JSON.stringify({ name, number, type, kind, label, since, keyType: key_type, redacted })
  return [
    HEADER,
    '',
    '/** A field of a message as it is on the wire. */',
    'export interface FieldInfo {',
    '  readonly name: string',
    '  readonly number: number',
    '  /** Scalar name, or the name of a message or enum; of a map the type of its values. */',
    '  readonly type: string',
    "  readonly kind: 'scalar' | 'message' | 'enum'",
    "  readonly label: 'singular' | 'repeated' | 'map' | 'oneof'",
    '  /** The first Kubernetes minor that has it. */',
    '  readonly since: string',
    '  /** The key type of a map. */',
    '  readonly keyType?: string',
    '  /** Whether it holds a secret. */',
    '  readonly redacted?: boolean',
    '}',
    '',
    '/** The fields of each message, by its name; nested ones as `Outer.Inner`. */',
    'export const MESSAGES: Readonly<Record<string, readonly FieldInfo[]>> = {',
    ...Object.entries(messages).map(
      ([name, { fields }]) => `  '${name}': [${fields.map(row).join(', ')}],`,
    ),
    '}',
    '',
    '/** The values of each enum, in the order of their numbers. */',
    'export const ENUMS: Readonly<Record<string, readonly string[]>> = {',
    ...Object.entries(enums).map(
      ([name, { values }]) => `  '${name}': ${JSON.stringify(values.map((v) => v.name))},`,
    ),
    '}',
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, text } of generateCri()) writeFileSync(path, text)
}
