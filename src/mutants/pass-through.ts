import {
  type ClientHttp2Session,
  constants,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2'

/** Joins a call to the runtime as it is: no byte, header, code or cancellation is looked at. */
export function passThrough(
  down: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  upstream: ClientHttp2Session,
): void {
  const up = upstream.request(headers, { endStream: false })
  let trailers: IncomingHttpHeaders = {}
  down.pipe(up)
  up.on('response', (answer, flags) => {
    if (down.destroyed) return
    const over = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0
    down.respond(answer, over ? { endStream: true } : { waitForTrailers: true })
    if (!over) up.pipe(down, { end: false })
  })
  up.on('trailers', (answer) => {
    trailers = answer
  })
  down.on('wantTrailers', () => down.sendTrailers(trailers))
  // Only here are both the last byte and the trailers known.
  up.on('close', () => {
    if (down.destroyed) return
    if (up.rstCode === constants.NGHTTP2_NO_ERROR) down.end()
    else down.close(up.rstCode)
  })
  down.on('close', () => up.close(down.rstCode))
  // Either end may leave as it likes; `close` tells the other.
  up.on('error', () => undefined)
  down.on('error', () => undefined)
}
