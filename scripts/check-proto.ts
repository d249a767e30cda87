import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { type ProtoField, type ProtoNode, parseProto } from './parse-proto.ts'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** Everything in which `api.proto` and the wire facts of `spec/cri-v1.json` differ, one line each. */
export function checkProto(
  proto = readFileSync(at('proto/runtime/v1/api.proto'), 'utf8'),
  spec = readFileSync(at('spec/cri-v1.json'), 'utf8'),
): string[] {
  const wire = JSON.parse(spec) as Wire
  const found = parseProto(proto)
  const problems = found.package === wire.package ? [] : [`the package is ${found.package}`]
  const given = flatten(found.root)
  const due = facts(wire)
  for (const [what, fact] of due) {
    const shown = given.get(what)
    if (shown === undefined) problems.push(`${what} is missing`)
    else if (!isDeepStrictEqual(shown, fact)) {
      problems.push(`${what} is ${JSON.stringify(shown)}, not ${JSON.stringify(fact)}`)
    }
  }
  for (const what of given.keys()) if (!due.has(what)) problems.push(`${what} is not in the spec`)
  return problems
}

interface Wire {
  readonly package: string
  readonly services: Readonly<Record<string, { readonly rpcs: readonly Rpc[] }>>
  readonly messages: Readonly<Record<string, { readonly fields: readonly Field[] }>>
  readonly enums: Readonly<
    Record<
      string,
      { readonly values: readonly { readonly name: string; readonly number: number }[] }
    >
  >
}

interface Rpc {
  readonly name: string
  readonly request: string
  readonly response: string
  readonly client_streaming: boolean
  readonly server_streaming: boolean
}

interface Field {
  readonly name: string
  readonly number: number
  readonly label: string
  readonly type: string
  readonly key_type?: string
  readonly oneof?: string
  readonly deprecated: boolean
  readonly redacted?: boolean
}

type Facts = Map<string, unknown>

function facts({ services, messages, enums }: Wire): Facts {
  const all: Facts = new Map()
  for (const [service, { rpcs }] of Object.entries(services)) {
    all.set(`service ${service}`, true)
    for (const { name, request, response, client_streaming, server_streaming } of rpcs) {
      all.set(`rpc ${service}.${name}`, [request, response, client_streaming, server_streaming])
    }
  }
  for (const [message, { fields }] of Object.entries(messages)) {
    all.set(`message ${message}`, true)
    for (const { name, number, label, type, key_type, oneof, deprecated, redacted } of fields) {
      const flags = { deprecated, redacted: redacted ?? false }
      const kind = [label, type, key_type ?? null, oneof ?? null]
      all.set(`field ${message}.${name}`, { number, kind, ...flags })
    }
  }
  for (const [name, { values }] of Object.entries(enums)) {
    all.set(`enum ${name}`, true)
    for (const value of values) all.set(`value ${name}.${value.name}`, value.number)
  }
  return all
}

function flatten(root: ProtoNode, outer = '', all: Facts = new Map()): Facts {
  for (const [name, node] of Object.entries(root.nested ?? {})) {
    const path = outer ? `${outer}.${name}` : name
    if (node.methods) {
      all.set(`service ${path}`, true)
      for (const [rpc, it] of Object.entries(node.methods)) {
        const streams = [it.requestStream ?? false, it.responseStream ?? false]
        all.set(`rpc ${path}.${rpc}`, [it.requestType, it.responseType, ...streams])
      }
    } else if (node.values) {
      all.set(`enum ${path}`, true)
      for (const [value, number] of Object.entries(node.values)) {
        all.set(`value ${path}.${value}`, number)
      }
    } else {
      all.set(`message ${path}`, true)
      const known = (type: string) => typeName(path, type, node)
      for (const [field, it] of Object.entries(node.fields ?? {})) {
        all.set(`field ${path}.${field}`, fieldFact(field, it, node, known))
      }
      flatten(node, path, all)
    }
  }
  return all
}

function fieldFact(name: string, it: ProtoField, node: ProtoNode, known: (type: string) => string) {
  const oneof = Object.entries(node.oneofs ?? {}).find(([, group]) =>
    group.oneof.includes(name),
  )?.[0]
  const label = it.keyType ? 'map' : oneof ? 'oneof' : (it.rule ?? 'singular')
  return {
    number: it.id,
    kind: [label, known(it.type), it.keyType ?? null, oneof ?? null],
    deprecated: it.options?.deprecated === true,
    redacted: it.options?.debug_redact === true,
  }
}

// A type named within a message may be nested in it; the spec writes the whole path.
function typeName(path: string, type: string, node: ProtoNode): string {
  return node.nested && type in node.nested ? `${path}.${type}` : type
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = checkProto()
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length > 0 ? 1 : 0
}
