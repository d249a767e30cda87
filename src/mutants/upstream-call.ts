import { type ClientHttp2Session, constants, type IncomingHttpHeaders } from 'node:http2'
import { type CriCode, codeName } from '../cri/error.ts'
import { Refusal } from './fault.ts'
import { FrameReader, framed } from './grpc-frames.ts'

/** The runtime's part of a call that hooks step into. */
export interface Upstream {
  /** Of the answer, once it began. */
  readonly headers: IncomingHttpHeaders
  /** After its end. */
  readonly trailers: IncomingHttpHeaders
  /** HTTP/2's code, where the call was cut rather than ended. */
  readonly rstCode: number
  readonly isTrailersOnly: boolean
  readonly isOk: boolean
  messages(): AsyncIterable<Buffer>
  all(): Promise<readonly Buffer[]>
}

/** The runtime ended the call, with an error or after the last message of a stream; the client is told the same. */
export class UpstreamEnd extends Refusal {
  readonly upstream: Upstream

  constructor(upstream: Upstream) {
    const { headers, trailers, isTrailersOnly } = upstream
    const told = isTrailersOnly ? headers : trailers
    super(codeOf(told['grpc-status']), decodeURIComponent(String(told['grpc-message'] ?? '')))
    this.upstream = upstream
  }
}

/** Asks the runtime with these bytes and the client's own headers. */
export function openUpstream(
  { upstream, headers }: { upstream: ClientHttp2Session; headers: IncomingHttpHeaders },
  request: Buffer,
  signal: AbortSignal,
): Upstream {
  const stream = upstream.request(headers, { endStream: false })
  let answered: IncomingHttpHeaders = {}
  let trailers: IncomingHttpHeaders = {}
  let trailersOnly = false
  stream.on('response', (it, flags) => {
    answered = it
    trailersOnly = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0
  })
  stream.on('trailers', (it) => {
    trailers = it
  })
  // How it ended is told by its code.
  stream.on('error', () => undefined)
  const leave = () => stream.close(constants.NGHTTP2_CANCEL)
  signal.addEventListener('abort', leave, { once: true })
  const closed = new Promise<void>((done) => stream.once('close', () => done()))
  stream.end(framed(request))
  async function* messages() {
    const reader = new FrameReader()
    try {
      for await (const chunk of stream) yield* reader.push(chunk as Buffer)
    } catch {
      // Cut off: `rstCode` tells.
    }
    await closed
    signal.removeEventListener('abort', leave)
  }
  return {
    get headers() {
      return answered
    },
    get trailers() {
      return trailers
    },
    get rstCode() {
      return stream.rstCode
    },
    get isTrailersOnly() {
      return trailersOnly
    },
    get isOk() {
      return trailers['grpc-status'] === '0'
    },
    messages,
    async all() {
      const found: Buffer[] = []
      for await (const message of messages()) found.push(message)
      return found
    },
  }
}

function codeOf(status: unknown): CriCode {
  return status === undefined ? 'UNAVAILABLE' : codeName(Number(status))
}
