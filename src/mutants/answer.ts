import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { status } from '@grpc/grpc-js'
import { RawAnswer, Refusal } from './fault.ts'
import { framed } from './grpc-frames.ts'
import { type Upstream, UpstreamEnd } from './upstream-call.ts'

/** Sends one message of an answer, with the runtime's headers before the first. */
export function writeMessage(down: ServerHttp2Stream, message: Buffer, upstream?: Upstream): void {
  if (down.destroyed) return
  const headers = upstream && !upstream.isTrailersOnly ? upstream.headers : HEADERS
  if (!down.headersSent) down.respond(headers, { waitForTrailers: true })
  down.write(framed(message))
}

/** Answers a unary call with success. */
export function sendAnswer(down: ServerHttp2Stream, message: Buffer, upstream?: Upstream): void {
  if (down.destroyed) return
  const trailers = upstream?.isOk ? upstream.trailers : { 'grpc-status': '0' }
  down.on('wantTrailers', () => down.sendTrailers(trailers))
  writeMessage(down, message, upstream)
  down.end()
}

/** Ends a call as the runtime ended it, or as a hook would have it. */
export function endCall(down: ServerHttp2Stream, error: unknown): void {
  if (down.destroyed) return
  if (error instanceof RawAnswer) {
    sendRaw(down, error)
    return
  }
  if (!(error instanceof UpstreamEnd)) {
    finish(down, trailersOf(error), HEADERS)
    return
  }
  const { headers, trailers, rstCode, isTrailersOnly } = error.upstream
  if (rstCode !== constants.NGHTTP2_NO_ERROR) down.close(rstCode)
  else finish(down, isTrailersOnly ? {} : trailers, headers)
}

function sendRaw(down: ServerHttp2Stream, { bytes, announced }: RawAnswer): void {
  if (!down.headersSent) down.respond(HEADERS, { waitForTrailers: true })
  down.on('wantTrailers', () => down.sendTrailers({ 'grpc-status': '0' }))
  const message = framed(bytes)
  message.writeUInt32BE(announced, 1)
  down.end(message)
}

const HEADERS: OutgoingHttpHeaders = { ':status': 200, 'content-type': 'application/grpc' }

function trailersOf(error: unknown): OutgoingHttpHeaders {
  const { code, message } =
    error instanceof Refusal ? error : new Refusal('INTERNAL', `the fault broke: ${String(error)}`)
  const number = code === 'MALFORMED_ANSWER' ? status.INTERNAL : status[code]
  return { 'grpc-status': String(number), 'grpc-message': percentEncoded(message) }
}

// As gRPC has it: what is not printable ASCII, and the percent sign itself.
function percentEncoded(text: string): string {
  const bytes = Buffer.from(text)
  return Array.from(bytes, (byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x25
      ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
      : String.fromCharCode(byte),
  ).join('')
}

function finish(
  down: ServerHttp2Stream,
  trailers: OutgoingHttpHeaders,
  headers: OutgoingHttpHeaders,
): void {
  if (!down.headersSent) {
    down.respond({ ...headers, ...trailers }, { endStream: true })
    return
  }
  down.on('wantTrailers', () => down.sendTrailers(trailers))
  down.end()
}
