import type { Client, ServiceError } from '@grpc/grpc-js'
import type { CallObserver, CallRecord } from './client.ts'
import type { MethodCodec } from './codec.ts'
import { CriError, codeName } from './error.ts'
import { METHODS, type MethodName } from './gen/methods.ts'
import { withoutSecrets } from './redact.ts'

/** A call to be made. */
export interface Call {
  readonly method: MethodName
  /** As given, for observers and the texts of errors. */
  readonly request: unknown
  readonly codec: MethodCodec
  readonly client: Client
  readonly deadlineMs: number
  readonly signal: AbortSignal | undefined
  readonly observers: readonly CallObserver[]
}

/** An answer, decoded and as it came. */
export interface Answer {
  readonly response: unknown
  readonly bytes: Buffer
}

/** Makes a unary call. With `raw` those bytes are sent, and an answer that is no message is none of ours to judge. */
export async function unary(call: Call, raw?: Buffer): Promise<Answer> {
  // Before anyone hears of the call: what cannot be encoded is crivet's fault, and no call.
  const request = raw ?? call.codec.encodeRequest(call.request)
  const course = begin(call)
  try {
    const bytes = await send(call, request, course)
    const response = raw ? tolerant(call, bytes) : decoded(call, bytes, course)
    course.tell({ response, responseBytes: bytes.length })
    return { response, bytes }
  } catch (error) {
    if (error instanceof CriError) course.tell({ error })
    throw error
  }
}

/** A call under way: its clock, and those who want to hear of it. */
export interface Course {
  readonly tookMs: () => number
  readonly tell: (result: Pick<CallRecord, 'response' | 'responseBytes' | 'error'>) => void
}

/** Starts the clock and tells the observers. */
export function begin({ method, request, observers }: Call): Course {
  const startedAtMs = Date.now()
  const started = performance.now()
  for (const observer of observers) observer.onStart?.(method, request)
  const tookMs = () => performance.now() - started
  return {
    tookMs,
    tell(result) {
      const record = { method, request, startedAtMs, tookMs: tookMs(), ...result }
      for (const observer of observers) observer.onEnd?.(record)
    },
  }
}

/** grpc-js's own serializers, as bytes are all it sees. */
export const asIs = (bytes: Buffer): Buffer => bytes

/** Decodes an answer, or says that it is none. */
export function decoded(call: Call, bytes: Buffer, course: Course): unknown {
  try {
    return call.codec.decodeResponse(bytes)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const details = `${bytes.length} bytes that are no ${METHODS[call.method].response}: ${why}`
    throw failure(call, course, { code: 'MALFORMED_ANSWER', details, source: 'runtime' }, cause)
  }
}

/** A failed call, and who ended it. */
export function toCriError(
  call: Call,
  course: Course,
  error: Pick<ServiceError, 'code' | 'details'>,
): CriError {
  const over = course.tookMs() >= call.deadlineMs - DEADLINE_SLACK_MS
  const left = call.signal?.aborted === true
  const told = codeName(error.code)
  // A server that counts the deadline too may reset the stream a little before grpc-js gives up.
  const code = told === 'CANCELLED' && over && !left ? 'DEADLINE_EXCEEDED' : told
  // grpc-js answers both itself when the time is over or the signal came.
  const ours = (code === 'CANCELLED' && left) || (code === 'DEADLINE_EXCEEDED' && over)
  const source = ours ? 'client' : 'runtime'
  return failure(call, course, { code, details: error.details, source }, error)
}

/** A call that crivet did not make, or left. */
export function endedByUs(call: Call, course: Course, details: string, cause?: unknown): CriError {
  return failure(call, course, { code: 'CANCELLED', details, source: 'client' }, cause)
}

/** What stands in the way of a call before it is sent. */
export function refusal(call: Call, course: Course): CriError | undefined {
  if (!call.signal?.aborted) return undefined
  return endedByUs(call, course, `not sent: ${reasonOf(call.signal)}`, call.signal.reason)
}

// The runtime counts the same deadline, from when the request reached it, and may be a little faster.
const DEADLINE_SLACK_MS = 20

function failure(
  { method, request }: Call,
  { tookMs }: Course,
  what: Pick<CriError, 'code' | 'details' | 'source'>,
  cause: unknown,
): CriError {
  // A runtime may quote what it was given.
  const details = withoutSecrets(what.details, METHODS[method].request, request)
  const known = { method, ...what, details, tookMs: tookMs(), asked: shortly(request) }
  // Then the cause quotes it too.
  return new CriError(known, details === what.details ? { cause } : undefined)
}

function send(call: Call, request: Buffer, course: Course): Promise<Buffer> {
  const { client, codec, signal } = call
  return new Promise((resolve, reject) => {
    const refused = refusal(call, course)
    if (refused) {
      reject(refused)
      return
    }
    const cancel = () => pending.cancel()
    const done = (error: ServiceError | null, answer?: Buffer) => {
      signal?.removeEventListener('abort', cancel)
      if (error) reject(toCriError(call, course, error))
      else resolve(answer ?? Buffer.alloc(0))
    }
    const options = { deadline: Date.now() + call.deadlineMs }
    const pending = attempt(call, course, () =>
      client.makeUnaryRequest(codec.path, asIs, asIs, request, options, done),
    )
    signal?.addEventListener('abort', cancel, { once: true })
  })
}

/** grpc-js throws where a channel is closed; that is a failed call like any other. */
export function attempt<T>(call: Call, course: Course, make: () => T): T {
  try {
    return make()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw endedByUs(call, course, `not sent: ${why}`, cause)
  }
}

function tolerant({ codec }: Call, bytes: Buffer): unknown {
  try {
    return codec.decodeResponse(bytes)
  } catch {
    // Whoever sent raw bytes reads the raw answer; observers see an empty one.
    return codec.decodeResponse(Buffer.alloc(0))
  }
}

function reasonOf({ reason }: AbortSignal): string {
  return reason instanceof Error ? reason.message : String(reason)
}

const SHORT = 120

interface Named {
  readonly image?: { readonly image?: unknown } | null
  readonly config?: { readonly metadata?: { readonly name?: unknown } | null } | null
}

// Only scalars of the top level: ids and references say what a call was about, and hold no secret.
function shortly(request: unknown): string {
  const scalars = Object.entries((request ?? {}) as object)
    .filter(([, value]) => value !== '' && ['string', 'number', 'bigint'].includes(typeof value))
    .map(([name, value]) => `${name}=${value}`)
  const { image, config } = (request ?? {}) as Named
  if (image?.image) scalars.push(`image=${image.image}`)
  if (config?.metadata?.name) scalars.push(`name=${config.metadata.name}`)
  return scalars.join(' ').slice(0, SHORT) || 'no ids'
}
