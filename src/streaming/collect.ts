import { createHash } from 'node:crypto'
import { StreamError, shortly } from './errors.ts'

/** What a stream carried from the first byte that was not yet read to its end. */
export interface Collected {
  /** The first `maxBytes` of it. */
  readonly bytes: Buffer
  /** These as UTF-8. */
  readonly text: string
  readonly totalBytes: number
  /** Of all bytes, in hexadecimal. */
  readonly sha256: string
  readonly truncated: boolean
}

const MAX_BYTES = 1024 * 1024

/** Reads to the end; keeps no more than `maxBytes` (1 MiB). */
export async function collect(
  source: AsyncIterable<Uint8Array>,
  maxBytes = MAX_BYTES,
): Promise<Collected> {
  const hash = createHash('sha256')
  const kept: Uint8Array[] = []
  let keptBytes = 0
  let totalBytes = 0
  for await (const chunk of source) {
    hash.update(chunk)
    totalBytes += chunk.length
    const room = Math.min(chunk.length, maxBytes - keptBytes)
    // A copy, so that a short stream in many pieces does not hold the socket's large ones.
    if (room > 0) kept.push(Buffer.from(chunk.subarray(0, room)))
    keptBytes += Math.max(0, room)
  }
  const bytes = Buffer.concat(kept)
  return {
    bytes,
    text: bytes.toString(),
    totalBytes,
    sha256: hash.digest('hex'),
    truncated: totalBytes > bytes.length,
  }
}

/** Reads up to and with the marker, and gives back what came after it by `unread`. */
export async function until(
  source: AsyncIterable<Uint8Array>,
  unread: (rest: Uint8Array) => void,
  marker: string,
  maxBytes = MAX_BYTES,
): Promise<string> {
  const wanted = Buffer.from(marker)
  let seen = Buffer.alloc(0)
  for await (const chunk of source) {
    const from = Math.max(0, seen.length - wanted.length)
    seen = Buffer.concat([seen, chunk])
    const at = seen.indexOf(wanted, from)
    if (at >= 0) {
      unread(seen.subarray(at + wanted.length))
      return seen.toString('utf8', 0, at + wanted.length)
    }
    if (seen.length > maxBytes) break
  }
  throw new StreamError('closed', `no "${shortly(marker)}" in "${shortly(seen.toString())}"`)
}
