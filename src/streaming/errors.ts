/** Why a session failed: the server said no, broke the protocol, or the session ended too late or too soon. */
export type StreamErrorKind = 'refused' | 'protocol' | 'timeout' | 'aborted' | 'closed'

/** A session with a streaming server that failed; names what was seen. */
export class StreamError extends Error {
  readonly kind: StreamErrorKind

  constructor(kind: StreamErrorKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StreamError'
    this.kind = kind
  }
}

/** What a server answered in place of the upgrade. */
export interface Refusal {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The first 64 KiB of the body. */
  readonly body: string
}

/** A server that answered the upgrade request with an ordinary HTTP response. */
export class StreamRefused extends StreamError {
  readonly status: number
  readonly headers: Refusal['headers']
  readonly body: string

  constructor({ status, headers, body }: Refusal) {
    super('refused', `the upgrade was answered with ${status}: ${shortly(body) || 'empty body'}`)
    this.name = 'StreamRefused'
    this.status = status
    this.headers = headers
    this.body = body
  }
}

/** The error for what Node's network modules report; HTTP that cannot be parsed breaks the protocol. */
export function networkError(error: Error & { readonly code?: unknown }): StreamError {
  if (error instanceof StreamError) return error
  const code = String(error.code ?? '')
  if (code.startsWith('HPE_')) {
    const message = `the answer to the upgrade request is not HTTP (${code}: ${error.message})`
    return new StreamError('protocol', message, { cause: error })
  }
  if (UNREACHABLE.has(code)) {
    return new StreamError('refused', `no connection: ${error.message}`, { cause: error })
  }
  return new StreamError('closed', `the connection broke: ${error.message}`, { cause: error })
}

/** A text of the server as it fits into a message: one line, bounded. */
export function shortly(text: string): string {
  const line = JSON.stringify(text.slice(0, SHORT).trimEnd()).slice(1, -1)
  return text.length > SHORT ? `${line}…` : line
}

const SHORT = 200
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
])
