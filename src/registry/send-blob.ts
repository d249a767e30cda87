import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Blob } from '../../fixtures/images/build-image.ts'
import type { Fault } from './access.ts'

/** Sends a blob, or the part that a Range header asks for, with what the fault makes of it. */
export function sendBlob(
  request: IncomingMessage,
  response: ServerResponse,
  blob: Blob,
  fault: Fault | undefined,
): void {
  const bytes = isCorrupted(blob, fault) ? corrupted(blob.bytes) : blob.bytes
  const start = rangeStart(request, bytes.length)
  const part = bytes.subarray(start.from, start.to)
  response.statusCode = start.status
  response.setHeader('Content-Type', 'application/octet-stream')
  response.setHeader('Docker-Content-Digest', blob.digest)
  response.setHeader('Accept-Ranges', 'bytes')
  response.setHeader('Content-Length', part.length)
  if (start.status === 206) {
    response.setHeader('Content-Range', `bytes ${start.from}-${start.to - 1}/${bytes.length}`)
  }
  if (start.status === 416) response.setHeader('Content-Range', `bytes */${bytes.length}`)
  if (request.method === 'HEAD' || start.status === 416) {
    response.end()
    return
  }
  const half = part.subarray(0, Math.max(0, Math.floor(bytes.length / 2) - start.from))
  if (fault === 'truncated') cutAfter(response, half)
  else if (fault === 'stall') stallAfter(response, half)
  else if (fault === 'slow') void sendSlowly(response, part)
  else response.end(part)
}

/** Bytes a second of the slow repositories. */
export const SLOW_BYTES_PER_SECOND = 1024 * 1024

function isCorrupted({ kind }: Blob, fault: Fault | undefined): boolean {
  return (
    (fault === 'corrupt-layer' && kind === 'layer') ||
    (fault === 'corrupt-config' && kind === 'config')
  )
}

// As long as the true one, so that only the digest tells.
function corrupted(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  const at = Math.floor(copy.length / 2)
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at)
  return copy
}

interface Part {
  readonly status: 200 | 206 | 416
  readonly from: number
  readonly to: number
}

function rangeStart({ headers: { range } }: IncomingMessage, length: number): Part {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  if (from === undefined) return { status: 200, from: 0, to: length }
  const end = to ? Math.min(Number(to) + 1, length) : length
  const start = Number(from)
  if (start >= length || start >= end) return { status: 416, from: 0, to: 0 }
  return { status: 206, from: start, to: end }
}

function cutAfter(response: ServerResponse, part: Buffer): void {
  response.flushHeaders()
  response.write(part, () => response.socket?.destroy())
}

function stallAfter(response: ServerResponse, part: Buffer): void {
  response.flushHeaders()
  response.write(part)
}

const SLICE_MS = 50

async function sendSlowly(response: ServerResponse, bytes: Buffer): Promise<void> {
  const slice = (SLOW_BYTES_PER_SECOND * SLICE_MS) / 1000
  for (let at = 0; at < bytes.length && !response.destroyed; at += slice) {
    response.write(bytes.subarray(at, at + slice))
    await new Promise((resolve) => setTimeout(resolve, SLICE_MS))
  }
  response.end()
}
