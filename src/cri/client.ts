import { Client, credentials } from '@grpc/grpc-js'
import { type Call, unary } from './call.ts'
import { codecOf, type MethodCodec } from './codec.ts'
import { deadlineMs } from './deadlines.ts'
import type { CriError } from './error.ts'
import { METHODS, type MethodName, type Methods } from './gen/methods.ts'
import type { Init } from './init.ts'
import { serverStream } from './server-stream.ts'
import { encodeWithUnknown } from './unknown-fields.ts'

/** What a call may ask for beside its request. */
export interface CallOptions {
  /** Ends the call. */
  readonly signal?: AbortSignal
  /** In place of the deadline a kubelet would set, in milliseconds. */
  readonly deadlineMs?: number
  /** Takes an answer beyond the 16 MiB at which a kubelet stops, up to 128 MiB. */
  readonly largeAnswer?: boolean
  /** Adds fields to every message of the request that the API does not have, as those of a newer client. */
  readonly unknownFields?: boolean
}

/**
 * Every RPC of the CRI by its name in lowerCamel. A streaming one begins when it is called and answers an
 * async iterable, good for one loop; leaving the loop ends the call.
 */
export type CriMethods = {
  readonly [M in MethodName as Uncapitalize<M>]: (
    request: Init<Methods[M]['request']>,
    options?: CallOptions,
  ) => Methods[M]['streaming'] extends true
    ? AsyncIterable<Methods[M]['response']>
    : Promise<Methods[M]['response']>
}

/**
 * A call as it went, for transcripts, invariants and records of coverage. A streaming RPC tells of each of
 * its answers, and of its end without an answer.
 */
export interface CallRecord {
  readonly method: MethodName
  /** As given: whoever shows it passes it through `redact`. */
  readonly request: unknown
  /** The answer; of a streaming RPC one of its answers. */
  readonly response?: unknown
  /** Size of the answer on the wire. */
  readonly responseBytes?: number
  readonly error?: CriError
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number
  readonly tookMs: number
}

/** Hears of calls; must not change what it is given. */
export interface CallObserver {
  onStart?(method: MethodName, request: unknown): void
  onEnd?(record: CallRecord): void
}

/** What all calls through a view have in common. */
export interface ViewOptions {
  /** Ends calls under way; once it came, calls are refused. */
  readonly signal?: AbortSignal
  readonly observers?: readonly CallObserver[]
}

/** A connection to a runtime's sockets. */
export interface CriConnection {
  readonly cri: CriMethods
  /**
   * Sends a unary request as these bytes and answers the bytes of the answer, whatever they hold.
   * Observers are told of both as far as they can be decoded.
   */
  callRaw(method: MethodName, request: Buffer, options?: CallOptions): Promise<Buffer>
  /** The same channels with further observers, and a signal that ends all calls of the view. */
  with(options: ViewOptions): CriConnection
  /** Ends the channels, of every view; calls are refused from then on. */
  close(): void
}

/** Where to connect to, and how patient to be. */
export interface ConnectOptions extends ViewOptions {
  /** As `parseEndpoint` answers it. */
  readonly endpoint: string
  readonly imageEndpoint?: string
  /** Multiplies every deadline. */
  readonly deadlineScale?: number
}

// What a kubelet's client takes in one message.
const MESSAGE_BYTES = 16 * 1024 * 1024
const LARGE_BYTES = 128 * 1024 * 1024

/** Opens plaintext channels as a kubelet does; nothing is sent before the first call. */
export function connect(options: ConnectOptions): CriConnection {
  return view(new Channels(options), options.deadlineScale ?? 1, options)
}

/** The channels to both services: as a kubelet has them, and for larger answers once one is asked for. */
class Channels {
  readonly #endpoints: Readonly<Record<'RuntimeService' | 'ImageService', string>>
  readonly #open = new Map<string, Client>()
  #closed = false

  constructor({ endpoint, imageEndpoint }: ConnectOptions) {
    this.#endpoints = { RuntimeService: endpoint, ImageService: imageEndpoint ?? endpoint }
  }

  for(service: 'RuntimeService' | 'ImageService', largeAnswer = false): Client {
    const endpoint = this.#endpoints[service]
    const key = `${largeAnswer} ${endpoint}`
    const known = this.#open.get(key)
    if (known) return known
    const client = channel(endpoint, largeAnswer ? LARGE_BYTES : MESSAGE_BYTES)
    this.#open.set(key, client)
    if (this.#closed) client.close()
    return client
  }

  close(): void {
    this.#closed = true
    for (const client of this.#open.values()) client.close()
  }
}

function channel(endpoint: string, receiveBytes: number): Client {
  return new Client(endpoint, credentials.createInsecure(), {
    'grpc.default_authority': 'localhost',
    'grpc.max_receive_message_length': receiveBytes,
    'grpc.max_send_message_length': MESSAGE_BYTES,
    // A repeated call could hide a fault.
    'grpc.enable_retries': 0,
    // A daemon that restarts is reached again at once.
    'grpc.initial_reconnect_backoff_ms': 50,
    'grpc.max_reconnect_backoff_ms': 500,
    // Each connection has its own: a subchannel shared with a broken run would carry its back-off over.
    'grpc.use_local_subchannel_pool': 1,
  })
}

function view(channels: Channels, scale: number, base: ViewOptions): CriConnection {
  const begin = (method: MethodName, request: unknown, options: CallOptions): Call => ({
    method,
    request,
    codec: options.unknownFields ? codecOfNewer(method) : codecOf(method),
    client: channels.for(METHODS[method].service, options.largeAnswer),
    deadlineMs: (options.deadlineMs ?? deadlineMs(method, request)) * scale,
    signal: anyOf(base.signal, options.signal),
    observers: base.observers ?? [],
  })
  const cri: Record<string, unknown> = {}
  for (const method of Object.keys(METHODS) as MethodName[]) {
    const name = method.charAt(0).toLowerCase() + method.slice(1)
    cri[name] = METHODS[method].serverStreaming
      ? (request: unknown, options: CallOptions = {}) =>
          serverStream(begin(method, request, options))
      : async (request: unknown, options: CallOptions = {}) =>
          (await unary(begin(method, request, options))).response
  }
  return {
    cri: cri as unknown as CriMethods,
    callRaw: async (method, request, options = {}) => {
      const call = begin(method, readable(method, request), options)
      return (await unary(call, request)).bytes
    },
    with: (more) =>
      view(channels, scale, {
        observers: [...(base.observers ?? []), ...(more.observers ?? [])],
        ...withSignal(anyOf(base.signal, more.signal)),
      }),
    close: () => channels.close(),
  }
}

function codecOfNewer(method: MethodName): MethodCodec {
  return {
    ...codecOf(method),
    encodeRequest: (request) => encodeWithUnknown(method, request as object),
  }
}

// Raw bytes may be broken on purpose; then observers see an empty request.
function readable(method: MethodName, request: Buffer): unknown {
  try {
    return codecOf(method).decodeRequest(request)
  } catch {
    return {}
  }
}

function anyOf(a: AbortSignal | undefined, b: AbortSignal | undefined): AbortSignal | undefined {
  return a && b ? AbortSignal.any([a, b]) : (a ?? b)
}

function withSignal(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
  return signal ? { signal } : {}
}
