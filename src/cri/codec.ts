import { createRequire } from 'node:module'
import { join } from 'node:path'
import { loadSync, type MethodDefinition, type PackageDefinition } from '@grpc/proto-loader'
import { packageRoot } from '../package-root.ts'
import { METHODS, type MethodName } from './gen/methods.ts'
import { ENUMS, type FieldInfo, MESSAGES } from './gen/wire.ts'
import { checkWire } from './wire-check.ts'

/**
 * Turns the messages of an RPC into bytes and back. A decoded message has every field: 64-bit integers as
 * bigint, enums by name (a number that the API does not have stays a number), unset messages null.
 */
export interface MethodCodec {
  /** `/runtime.v1.RuntimeService/Version`. */
  readonly path: string
  /** Takes an `Init`; throws a TypeError for a name that an enum does not have. */
  encodeRequest(request: unknown): Buffer
  decodeRequest(bytes: Buffer): unknown
  encodeResponse(response: unknown): Buffer
  /** Throws where a kubelet would not take the bytes for this message. */
  decodeResponse(bytes: Buffer): unknown
}

let definitions: PackageDefinition | undefined
const codecs = new Map<MethodName, MethodCodec>()

/** The codec of an RPC; the wire definition is loaded when first asked for. */
export function codecOf(method: MethodName): MethodCodec {
  const known = codecs.get(method)
  if (known) return known
  const codec = createCodec(method)
  codecs.set(method, codec)
  return codec
}

function createCodec(method: MethodName): MethodCodec {
  definitions ??= load()
  const { service, request, response } = METHODS[method]
  const rpcs = definitions[`runtime.v1.${service}`] as Readonly<
    Record<string, MethodDefinition<object, object>>
  >
  const rpc = rpcs[method] as MethodDefinition<object, object>
  return {
    path: rpc.path,
    encodeRequest: (message) => rpc.requestSerialize(plain(request, message)),
    decodeRequest: (bytes) => widen(request, rpc.requestDeserialize(bytes)),
    encodeResponse: (message) => rpc.responseSerialize(plain(response, message)),
    decodeResponse: (bytes) => {
      checkWire(response, bytes)
      return widen(response, rpc.responseDeserialize(bytes))
    },
  }
}

function load(): PackageDefinition {
  useExactIntegers()
  return loadSync(join(packageRoot(), 'proto', 'runtime', 'v1', 'api.proto'), {
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    arrays: true,
    objects: true,
  })
}

// protobufjs rounds 64-bit integers without a word where it finds no `long`. It finds none where node runs
// with `--conditions import`, as vitest's workers may: `require` then answers the module of another kind.
function useExactIntegers(): void {
  const fromLoader = createRequire(createRequire(import.meta.url).resolve('@grpc/proto-loader'))
  const protobuf = fromLoader('protobufjs') as {
    readonly util: { Long?: unknown }
    configure(): void
  }
  if (protobuf.util.Long) return
  const long = fromLoader('long') as { readonly default?: unknown }
  protobuf.util.Long = long.default ?? long
  protobuf.configure()
}

// protobufjs takes 64-bit integers as strings and no null where a list or map is due; it would read text
// given for bytes as base64, and send the first value of an enum in place of one it does not know.
function plain(type: string, message: unknown): Record<string, unknown> {
  const given: Record<string, unknown> = {}
  for (const field of MESSAGES[type] ?? []) {
    const value = (message as Readonly<Record<string, unknown>> | null | undefined)?.[field.name]
    if (value === undefined || value === null) continue
    given[field.name] = each(value, field.label, (it) => plainValue(type, field, it))
  }
  return given
}

function plainValue(message: string, { name, type, kind }: FieldInfo, value: unknown): unknown {
  if (kind === 'message') return plain(type, value)
  if (kind === 'enum' && typeof value === 'string' && !ENUMS[type]?.includes(value)) {
    throw new TypeError(`${message}.${name}: ${type} has no value ${JSON.stringify(value)}`)
  }
  if (type === 'bytes' && typeof value === 'string') return Buffer.from(value)
  return typeof value === 'bigint' ? value.toString() : value
}

const WIDE = new Set(['int64', 'uint64'])

function widen(type: string, message: unknown): unknown {
  const fields = message as Record<string, unknown>
  for (const { name, type: inner, kind, label } of MESSAGES[type] ?? []) {
    const value = fields[name]
    if (value === null || value === undefined) {
      // proto-loader leaves members of a oneof out where they are unset.
      if (label === 'oneof' || kind === 'message') fields[name] = null
      continue
    }
    if (kind === 'message') each(value, label, (it) => widen(inner, it))
    else if (WIDE.has(inner)) fields[name] = each(value, label, (it) => BigInt(it as string))
  }
  return message
}

function each(value: unknown, label: string, change: (it: unknown) => unknown): unknown {
  if (label === 'repeated') return (value as unknown[]).map(change)
  if (label !== 'map') return change(value)
  const entries = Object.entries(value as object)
  return Object.fromEntries(entries.map(([key, it]) => [key, change(it)]))
}
