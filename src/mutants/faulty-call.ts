import type { ClientHttp2Session, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { CriMethods } from '../cri/client.ts'
import { codecOf } from '../cri/codec.ts'
import { METHODS, type MethodName } from '../cri/gen/methods.ts'
import { endCall, sendAnswer, writeMessage } from './answer.ts'
import { type ActiveFault, type AnyCall, type CallHook, CutConnection } from './fault.ts'
import { FrameReader } from './grpc-frames.ts'
import { hasUnknownFields, withUnknownOf } from './unknown-fields.ts'
import { openUpstream, type Upstream, UpstreamEnd } from './upstream-call.ts'

/** A call that hooks step into. */
export interface FaultyCall {
  readonly down: ServerHttp2Stream
  readonly headers: IncomingHttpHeaders
  readonly upstream: ClientHttp2Session
  readonly method: MethodName
  readonly hooks: readonly CallHook[]
  readonly fault: ActiveFault | undefined
  /** The runtime itself. */
  readonly runtime: CriMethods
  /** Cuts the client's connection; with `true` nobody gets another. */
  readonly cut: (forGood: boolean) => void
  /** What the proxy itself does to an answer, last of all. */
  readonly adjust?: (answer: unknown) => Promise<unknown>
}

/** Answers a call as the hooks will have it. */
export function treatCall(call: FaultyCall): void {
  const { down } = call
  const left = new AbortController()
  down.on('error', () => undefined)
  down.on('close', () => left.abort('the client left'))
  const reader = new FrameReader()
  down.on('data', (chunk: Buffer) => {
    // The request of every RPC is one message.
    for (const request of reader.push(chunk)) {
      const treated = METHODS[call.method].serverStreaming ? stream : unary
      treated(call, request, left.signal).catch((error: unknown) => {
        if (error instanceof CutConnection) call.cut(error.forGood)
        else endCall(down, error)
      })
    }
  })
}

async function unary(call: FaultyCall, bytes: Buffer, signal: AbortSignal): Promise<void> {
  const { method, hooks, fault, down, adjust } = call
  const codec = codecOf(method)
  const request = codec.decodeRequest(bytes)
  let upstream: Upstream | undefined
  let original: Buffer | undefined
  const ask = async (): Promise<unknown> => {
    upstream = openUpstream(call, requestBytes(call, bytes, request), signal)
    const [answer] = await upstream.all()
    original = answer
    if (original === undefined) throw new UpstreamEnd(upstream)
    return codec.decodeResponse(original)
  }
  let answer: unknown
  try {
    answer = await around(hooks, callFor(call, bytes, request, signal), ask)
  } catch (error) {
    if (!(error instanceof UpstreamEnd) && !signal.aborted) fault?.touch()
    throw error
  }
  if (signal.aborted) return
  const changed = !original || !sameAnswer(method, original, answer)
  if (changed) fault?.touch()
  if (!changed && !adjust) return sendAnswer(down, original as Buffer, upstream)
  const encoded = codec.encodeResponse(adjust ? await adjust(answer) : answer)
  const { response } = METHODS[method]
  sendAnswer(down, original ? withUnknownOf(response, original, encoded) : encoded, upstream)
}

async function stream(call: FaultyCall, bytes: Buffer, signal: AbortSignal): Promise<void> {
  const { method, hooks, fault, down } = call
  const codec = codecOf(method)
  const request = codec.decodeRequest(bytes)
  const hooked = callFor(call, bytes, request, signal)
  for (const hook of hooks) await hook.request?.(hooked)
  const upstream = openUpstream(call, requestBytes(call, bytes, request), signal)
  for await (const original of upstream.messages()) {
    let messages: readonly unknown[] = [codec.decodeResponse(original)]
    for (const { each } of hooks) {
      if (each) messages = (await Promise.all(messages.map((it) => each(it, hooked)))).flat()
    }
    if (messages.length === 1 && sameAnswer(method, original, messages[0])) {
      writeMessage(down, original, upstream)
      continue
    }
    fault?.touch()
    for (const it of messages) writeMessage(down, codec.encodeResponse(it), upstream)
  }
  throw new UpstreamEnd(upstream)
}

// Hooks lie in layers: the first asks the second, and so on to the runtime.
async function around(
  [hook, ...rest]: readonly CallHook[],
  hooked: AnyCall,
  ask: () => Promise<unknown>,
): Promise<unknown> {
  if (!hook) return ask()
  await hook.request?.(hooked)
  const inner = () => around(rest, hooked, ask)
  return hook.around ? hook.around(hooked, inner) : inner()
}

function callFor(
  { method, fault, runtime }: FaultyCall,
  bytes: Buffer,
  request: unknown,
  signal: AbortSignal,
): AnyCall {
  return {
    method,
    request,
    hasUnknownFields: hasUnknownFields(METHODS[method].request, bytes),
    memory: fault?.memory ?? new Map(),
    restarted: fault?.restarted ?? false,
    runtime,
    signal,
    touch: () => fault?.touch(),
    atEnd: (action) => fault?.atEnd(action),
  }
}

// Bytes that no hook changed go as they came.
function requestBytes({ method, fault }: FaultyCall, original: Buffer, request: unknown): Buffer {
  const codec = codecOf(method)
  const encoded = codec.encodeRequest(request)
  if (codec.encodeRequest(codec.decodeRequest(original)).equals(encoded)) return original
  fault?.touch()
  return withUnknownOf(METHODS[method].request, original, encoded)
}

function sameAnswer(method: MethodName, original: Buffer, answer: unknown): boolean {
  const codec = codecOf(method)
  const asWas = codec.encodeResponse(codec.decodeResponse(original))
  return asWas.equals(codec.encodeResponse(answer))
}
