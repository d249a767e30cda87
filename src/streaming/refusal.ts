import type { IncomingMessage } from 'node:http'
import { StreamRefused } from './errors.ts'

const MAX_BODY_BYTES = 64 * 1024
const BODY_MS = 1000

/** Reads an answer that is no upgrade; of a body that is large or slow only what came so far. */
export function readRefusal(response: IncomingMessage): Promise<StreamRefused> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    let length = 0
    const done = () => {
      clearTimeout(timer)
      const body = Buffer.concat(pieces).subarray(0, MAX_BODY_BYTES).toString()
      resolve(
        new StreamRefused({ status: response.statusCode ?? 0, headers: response.headers, body }),
      )
      response.destroy()
    }
    const timer = setTimeout(done, BODY_MS)
    response.on('data', (piece: Buffer) => {
      pieces.push(piece)
      length += piece.length
      if (length > MAX_BODY_BYTES) done()
    })
    response.once('end', done)
    // A body that breaks off is part of the refusal, not another failure.
    response.on('error', done)
    response.once('close', done)
  })
}
