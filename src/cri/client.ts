import {
  type CallOptions as GrpcOptions,
  Client,
  type ClientReadableStream,
  credentials,
  type ServiceError,
} from '@grpc/grpc-js'
import { codecOf, type MethodCodec } from './codec.ts'
import { deadlineMs } from './deadlines.ts'
import { CriError, codeName } from './error.ts'
import { METHODS, type MethodName, type Methods } from './gen/methods.ts'
import type { Init } from './init.ts'

/** What a call may ask for beside its request. */
export interface CallOptions {
  /** Ends the call. */
  readonly signal?: AbortSignal
  /** In place of the deadline a kubelet would set, in milliseconds. */
  readonly deadlineMs?: number
}

/** Every RPC of the CRI by its name in lowerCamel; the streaming ones answer an async iterable. */
export type CriMethods = {
  readonly [M in MethodName as Uncapitalize<M>]: (
    request: Init<Methods[M]['request']>,
    options?: CallOptions,
  ) => Methods[M]['streaming'] extends true
    ? AsyncIterable<Methods[M]['response']>
    : Promise<Methods[M]['response']>
}

/** A call as it went, for transcripts, invariants and records of coverage. */
export interface CallRecord {
  readonly method: MethodName
  readonly request: unknown
  /** The answer; of a streaming RPC one of its answers. */
  readonly response?: unknown
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
  readonly signal?: AbortSignal
  readonly observers?: readonly CallObserver[]
}

/** A connection to a runtime's sockets. */
export interface CriConnection {
  readonly cri: CriMethods
  /** Sends a unary request as these bytes and answers the bytes of the answer. */
  callRaw(method: MethodName, request: Buffer, options?: CallOptions): Promise<Buffer>
  /** The same channels with further observers, and a signal that ends all calls of the view. */
  with(options: ViewOptions): CriConnection
  close(): void
}

/** Where to connect to, and how patient to be. */
export interface ConnectOptions extends ViewOptions {
  readonly endpoint: string
  readonly imageEndpoint?: string
  /** Multiplies every deadline. */
  readonly deadlineScale?: number
}

// What a kubelet's client takes in one message.
const MESSAGE_BYTES = 16 * 1024 * 1024

/** Opens plaintext channels as a kubelet does; nothing is sent before the first call. */
export function connect(options: ConnectOptions): CriConnection {
  const runtime = channel(options.endpoint)
  const image = options.imageEndpoint ? channel(options.imageEndpoint) : runtime
  const channels = { RuntimeService: runtime, ImageService: image }
  return view(channels, options.deadlineScale ?? 1, options)
}

type Channels = Readonly<Record<'RuntimeService' | 'ImageService', Client>>

interface Call {
  readonly method: MethodName
  readonly codec: MethodCodec
  readonly client: Client
  readonly deadlineMs: number
  readonly signal: AbortSignal | undefined
}

function channel(endpoint: string): Client {
  return new Client(endpoint, credentials.createInsecure(), {
    'grpc.default_authority': 'localhost',
    'grpc.max_receive_message_length': MESSAGE_BYTES,
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
  const observers = base.observers ?? []
  const begin = (method: MethodName, request: unknown, options: CallOptions): Call => ({
    method,
    codec: codecOf(method),
    client: channels[METHODS[method].service],
    deadlineMs: (options.deadlineMs ?? deadlineMs(method, request)) * scale,
    signal: anyOf(base.signal, options.signal),
  })
  const cri: Record<string, unknown> = {}
  for (const method of Object.keys(METHODS) as MethodName[]) {
    const name = method.charAt(0).toLowerCase() + method.slice(1)
    cri[name] = METHODS[method].serverStreaming
      ? (request: unknown, options: CallOptions = {}) =>
          stream(begin(method, request, options), request, observers)
      : (request: unknown, options: CallOptions = {}) =>
          unary(begin(method, request, options), request, observers)
  }
  return {
    cri: cri as unknown as CriMethods,
    callRaw: (method, request, options = {}) => {
      const call = begin(method, {}, options)
      return send(call, request, (bytes) => bytes, performance.now(), `${request.length} raw bytes`)
    },
    with: (more) =>
      view(channels, scale, {
        observers: [...observers, ...(more.observers ?? [])],
        ...withSignal(anyOf(base.signal, more.signal)),
      }),
    close: () => {
      channels.RuntimeService.close()
      if (channels.ImageService !== channels.RuntimeService) channels.ImageService.close()
    },
  }
}

async function unary(call: Call, request: unknown, observers: readonly CallObserver[]) {
  const { method, codec } = call
  const startedAtMs = Date.now()
  const started = performance.now()
  for (const observer of observers) observer.onStart?.(method, request)
  const tell = (result: Pick<CallRecord, 'response' | 'error'>) => {
    const tookMs = performance.now() - started
    for (const observer of observers) {
      observer.onEnd?.({ method, request, startedAtMs, tookMs, ...result })
    }
  }
  try {
    const decode = (bytes: Buffer) => codec.decodeResponse(bytes)
    const bytes = codec.encodeRequest(request)
    const response = await send(call, bytes, decode, started, shortly(request))
    tell({ response })
    return response
  } catch (error) {
    if (error instanceof CriError) tell({ error })
    throw error
  }
}

function send<T>(
  call: Call,
  request: Buffer,
  decode: (bytes: Buffer) => T,
  started: number,
  asked: string,
): Promise<T> {
  const { codec, client, signal } = call
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(toCriError(call, cancelled(signal), started, asked))
      return
    }
    const pending = client.makeUnaryRequest(
      codec.path,
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => bytes,
      request,
      grpcOptions(call),
      (error, answer) => {
        signal?.removeEventListener('abort', cancel)
        if (error) reject(toCriError(call, error, started, asked))
        else resolveDecoded(call, answer as Buffer, decode, started, asked, resolve, reject)
      },
    )
    const cancel = () => pending.cancel()
    signal?.addEventListener('abort', cancel, { once: true })
  })
}

function resolveDecoded<T>(
  call: Call,
  answer: Buffer,
  decode: (bytes: Buffer) => T,
  started: number,
  asked: string,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): void {
  try {
    resolve(decode(answer))
  } catch (cause) {
    reject(malformed(call, answer, started, asked, cause))
  }
}

async function* stream(call: Call, request: unknown, observers: readonly CallObserver[]) {
  const { method, codec, client, signal } = call
  const startedAtMs = Date.now()
  const started = performance.now()
  const asked = shortly(request)
  const tell = (result: Pick<CallRecord, 'response' | 'error'>) => {
    const tookMs = performance.now() - started
    for (const observer of observers) {
      observer.onEnd?.({ method, request, startedAtMs, tookMs, ...result })
    }
  }
  for (const observer of observers) observer.onStart?.(method, request)
  const answers: ClientReadableStream<Buffer> = client.makeServerStreamRequest(
    codec.path,
    (bytes: Buffer) => bytes,
    (bytes: Buffer) => bytes,
    codec.encodeRequest(request),
    grpcOptions(call),
  )
  const cancel = () => answers.cancel()
  if (signal?.aborted) cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    for await (const bytes of answers) yield decodeOne(call, bytes as Buffer, started, asked, tell)
    tell({})
  } catch (error) {
    const failure =
      error instanceof CriError ? error : toCriError(call, error as ServiceError, started, asked)
    tell({ error: failure })
    throw failure
  } finally {
    signal?.removeEventListener('abort', cancel)
    // An error listener stays: cancelling makes the stream tell of it once more.
    answers.on('error', () => undefined)
    answers.cancel()
  }
}

function decodeOne(
  call: Call,
  bytes: Buffer,
  started: number,
  asked: string,
  tell: (result: Pick<CallRecord, 'response'>) => void,
) {
  let response: unknown
  try {
    response = call.codec.decodeResponse(bytes)
  } catch (cause) {
    throw malformed(call, bytes, started, asked, cause)
  }
  tell({ response })
  return response
}

function grpcOptions({ deadlineMs: ms }: Call): GrpcOptions {
  return { deadline: Date.now() + ms }
}

function cancelled(signal: AbortSignal): Pick<ServiceError, 'code' | 'details'> {
  return { code: 1, details: `not sent: ${String(signal.reason)}` }
}

function toCriError(
  { method, deadlineMs: ms, signal }: Call,
  error: Pick<ServiceError, 'code' | 'details'>,
  started: number,
  asked: string,
): CriError {
  const tookMs = performance.now() - started
  const code = codeName(error.code)
  // grpc-js answers both itself when the time is over or the signal came.
  const ours =
    (code === 'CANCELLED' && signal?.aborted === true) ||
    (code === 'DEADLINE_EXCEEDED' && tookMs >= ms - 20)
  const source = ours ? 'client' : 'runtime'
  return new CriError({ method, code, details: error.details, tookMs, asked, source }, { cause: error })
}

function malformed(
  { method }: Call,
  bytes: Buffer,
  started: number,
  asked: string,
  cause: unknown,
): CriError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const details = `${bytes.length} bytes that are no ${METHODS[method].response}: ${why}`
  const tookMs = performance.now() - started
  return new CriError(
    { method, code: 'MALFORMED_ANSWER', details, tookMs, asked, source: 'runtime' },
    { cause },
  )
}

function anyOf(a: AbortSignal | undefined, b: AbortSignal | undefined): AbortSignal | undefined {
  return a && b ? AbortSignal.any([a, b]) : (a ?? b)
}

function withSignal(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
  return signal ? { signal } : {}
}

const SHORT = 120

// Only scalars of the top level: ids and references say what a call was about, and hold no secret.
function shortly(request: unknown): string {
  const scalars = Object.entries((request ?? {}) as object)
    .filter(([, value]) => value !== '' && (typeof value === 'string' || typeof value === 'number'))
    .map(([name, value]) => `${name}=${value}`)
  return scalars.join(' ').slice(0, SHORT) || 'no ids'
}
