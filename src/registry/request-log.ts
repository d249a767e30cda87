/** One request that the registry answered; credentials themselves are not kept. */
export interface RequestLogEntry {
  /** Milliseconds since the epoch. */
  readonly atMs: number
  readonly tls: boolean
  /** The host name that was asked for. */
  readonly host: string
  readonly method: string
  readonly kind: RequestKind
  /** Of token requests, the repository of the scope asked for; empty if there is none. */
  readonly repository: string
  /** Tag or digest; of token requests the kind of grant. */
  readonly reference: string
  readonly status: number
  readonly range: string
  /** The scheme of the Authorization header in lower case; empty if there was none. */
  readonly authorization: string
  /** Whether the request followed one of the registry's redirects. */
  readonly redirected: boolean
  readonly userAgent: string
}

export type RequestKind = 'ping' | 'manifest' | 'blob' | 'token' | 'other'

/** The requests in the order in which they came; the oldest are forgotten first. */
export class RequestLog {
  readonly #entries: RequestLogEntry[] = []
  readonly #listener: ((line: string) => void) | undefined

  constructor(listener?: (line: string) => void) {
    this.#listener = listener
  }

  add(entry: RequestLogEntry): void {
    if (this.#entries.push(entry) > MAX_ENTRIES) this.#entries.shift()
    const { method, kind, repository, reference, status, range } = entry
    this.#listener?.([method, kind, repository, reference, status, range].join(' ').trim())
  }

  /** All, or those for one repository. */
  entries(repository?: string): readonly RequestLogEntry[] {
    return this.#entries.filter(
      (entry) => repository === undefined || entry.repository === repository,
    )
  }
}

const MAX_ENTRIES = 20_000
