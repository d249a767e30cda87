import type { ByteSource } from './byte-queue.ts'
import { StreamError, shortly } from './errors.ts'

/** What the server said of the command's end (remote command protocol, versions 1 to 5). */
export interface ExecStatus {
  readonly status: 'Success' | 'Failure'
  /** `NonZeroExitCode`, `InternalError`, …; empty where none was given. */
  readonly reason: string
  /** 0 with success; undefined where the server gave none (before v4 it never does). */
  readonly exitCode: number | undefined
  readonly message: string
}

const MAX_BYTES = 64 * 1024

/** Reads the status from the error stream; before v4 it is plain text, and nothing stands for success. */
export async function readStatus(
  source: ByteSource,
  plain: boolean,
  onSurplus: (text: string) => void,
): Promise<ExecStatus> {
  let text = ''
  for await (const chunk of source) {
    text += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1')
    if (text.length > MAX_BYTES) {
      throw new StreamError('protocol', `more than ${MAX_BYTES} bytes on the error stream`)
    }
    // A complete object ends the status although its stream may stay open.
    const status = plain ? undefined : parseJson(utf8(text))
    if (status === undefined) continue
    void drain(source, onSurplus)
    return toStatus(status)
  }
  if (source.endedBy === 'client') {
    throw new StreamError('closed', 'the client left before a status came')
  }
  if (plain) return plainStatus(utf8(text))
  if (text === '') {
    const how = source.endedBy
    throw new StreamError('closed', `the session ended without a status (error stream: ${how})`)
  }
  throw new StreamError('protocol', `the status is no JSON object: "${shortly(utf8(text))}"`)
}

function plainStatus(message: string): ExecStatus {
  return message === ''
    ? { status: 'Success', reason: '', exitCode: 0, message }
    : { status: 'Failure', reason: '', exitCode: undefined, message }
}

function parseJson(text: string): Record<string, unknown> | undefined {
  if (!text.trimEnd().endsWith('}')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    // The rest may still come; what never becomes an object is reported at the end of the stream.
    return undefined
  }
}

function toStatus(json: Record<string, unknown>): ExecStatus {
  const { status } = json
  if (status !== 'Success' && status !== 'Failure') {
    const seen = shortly(JSON.stringify(json))
    throw new StreamError('protocol', `the status is neither Success nor Failure: ${seen}`)
  }
  return {
    status,
    reason: textOf(json.reason),
    exitCode: status === 'Success' ? 0 : exitCodeOf(json.details),
    message: textOf(json.message),
  }
}

function exitCodeOf(details: unknown): number | undefined {
  const causes = (details as { readonly causes?: unknown } | null | undefined)?.causes
  if (!Array.isArray(causes)) return undefined
  const cause = causes.find((it) => it?.reason === 'ExitCode')?.message
  const code = Number(cause)
  return cause !== undefined && cause !== '' && Number.isInteger(code) ? code : undefined
}

async function drain(source: ByteSource, onSurplus: (text: string) => void): Promise<void> {
  try {
    for await (const chunk of source) onSurplus(Buffer.from(chunk).toString())
  } catch {
    // The session's end is reported by the session; the status is complete.
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString()
}
