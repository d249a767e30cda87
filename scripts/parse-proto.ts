import { createRequire } from 'node:module'

/** A namespace, message, enum or service of a parsed proto file, as protobufjs describes it. */
export interface ProtoNode {
  readonly comment?: string | null
  readonly nested?: Readonly<Record<string, ProtoNode>>
  readonly fields?: Readonly<Record<string, ProtoField>>
  readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>
  readonly values?: Readonly<Record<string, number>>
  /** Comments of an enum's values. */
  readonly comments?: Readonly<Record<string, string | null>>
  readonly methods?: Readonly<Record<string, ProtoMethod>>
}

/** A field of a message. */
export interface ProtoField {
  readonly id: number
  readonly type: string
  readonly rule?: string
  readonly keyType?: string
  readonly options?: Readonly<Record<string, unknown>>
  readonly comment?: string | null
}

/** An RPC of a service. */
export interface ProtoMethod {
  readonly requestType: string
  readonly responseType: string
  readonly requestStream?: boolean
  readonly responseStream?: boolean
  readonly comment?: string | null
}

interface Parser {
  parse(
    source: string,
    options: Readonly<Record<string, boolean>>,
  ): {
    readonly package: string
    readonly root: {
      lookup(path: string): { toJSON(options: { readonly keepComments: boolean }): ProtoNode }
    }
  }
}

/** Parses a proto file, its `//` comments included. */
export function parseProto(source: string): { readonly package: string; readonly root: ProtoNode } {
  // protobufjs belongs to proto-loader: the very one that reads the file at run time.
  const fromLoader = createRequire(createRequire(import.meta.url).resolve('@grpc/proto-loader'))
  const { parse } = fromLoader('protobufjs') as Parser
  const parsed = parse(source, { keepCase: true, alternateCommentMode: true })
  const root = parsed.root.lookup(parsed.package).toJSON({ keepComments: true })
  return { package: parsed.package, root }
}
