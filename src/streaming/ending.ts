import { networkError, StreamError } from './errors.ts'

/** What ended a session. `server`, `client`: a clean end; the others come with an error. */
export interface CloseReason {
  readonly by: 'server' | 'client' | 'deadline' | 'signal' | 'violation' | 'network'
  readonly detail: string
  readonly error?: StreamError
}

/** What bounds a session in time. */
export interface Bounds {
  readonly signal?: AbortSignal
  /** From the first packet to the end of the connection; 60 s where not given. */
  readonly deadlineMs?: number
  /** For the connection and the upgrade; 10 s where not given. */
  readonly handshakeMs?: number
}

const DEADLINE_MS = 60_000
const HANDSHAKE_MS = 10_000
const MAX_VIOLATIONS = 100

/** The one place that decides how a session ends: the first cause counts, whatever follows from it. */
export class Ending {
  /** Resolves when the connection is gone; never rejects. */
  readonly closed: Promise<CloseReason>
  /** Broken rules after which the session could go on. */
  readonly violations: StreamError[] = []
  /** Says where the session stands, for the text of a timeout. */
  describe: () => string = () => ''

  #reason: CloseReason | undefined
  #resolve: (reason: CloseReason) => void = () => undefined
  #handshake: NodeJS.Timeout | undefined
  readonly #deadline: NodeJS.Timeout
  readonly #listeners = new Set<(reason: CloseReason) => void>()
  readonly #signal: AbortSignal | undefined

  constructor({ signal, deadlineMs = DEADLINE_MS, handshakeMs = HANDSHAKE_MS }: Bounds) {
    this.closed = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#signal = signal
    this.#deadline = setTimeout(() => {
      this.#late(`the session was not over after ${deadlineMs} ms`)
    }, deadlineMs)
    this.#handshake = setTimeout(() => {
      this.#late(`the upgrade was not answered within ${handshakeMs} ms`)
    }, handshakeMs)
    if (signal?.aborted) this.#abort()
    else signal?.addEventListener('abort', this.#abort, { once: true })
  }

  get reason(): CloseReason | undefined {
    return this.#reason
  }

  /** The error of an operation that comes after the end. */
  get error(): StreamError {
    const { by, detail, error } = this.#reason ?? { by: 'network', detail: 'not connected' }
    return error ?? new StreamError('closed', `the session is over: ended by the ${by} (${detail})`)
  }

  /** Hears of the decision, at once if it has fallen; gives a function that stops listening. */
  onDecided(listener: (reason: CloseReason) => void): () => void {
    if (this.#reason) listener(this.#reason)
    else this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The upgrade has succeeded. */
  established(): void {
    clearTimeout(this.#handshake)
  }

  decide(reason: CloseReason): void {
    if (this.#reason) return
    this.#reason = reason
    clearTimeout(this.#handshake)
    clearTimeout(this.#deadline)
    this.#signal?.removeEventListener('abort', this.#abort)
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    for (const listener of listeners) listener(reason)
  }

  fail(by: 'violation' | 'network', error: StreamError): void {
    this.decide({ by, detail: error.message, error })
  }

  /** The connection is gone. */
  gone(): void {
    this.decide({ by: 'server', detail: 'the connection ended' })
    this.#resolve(this.#reason as CloseReason)
  }

  /** There never was a session: stops all clocks and frees what the dialling holds. */
  abandon(error: unknown): void {
    this.fail('network', networkError(error as Error))
    this.gone()
  }

  /** Records a broken rule; too many end the session. */
  violation(message: string): void {
    if (this.violations.length === MAX_VIOLATIONS) return
    this.violations.push(new StreamError('protocol', message))
    if (this.violations.length < MAX_VIOLATIONS || this.#reason) return
    const text = `${MAX_VIOLATIONS} violations of the protocol, the last: ${message}`
    this.fail('violation', new StreamError('protocol', text))
  }

  #late(what: string): void {
    const where = this.describe()
    const error = new StreamError('timeout', where ? `${what}: ${where}` : what)
    this.decide({ by: 'deadline', detail: what, error })
  }

  readonly #abort = (): void => {
    const cause: unknown = this.#signal?.reason
    const error = new StreamError('aborted', `the session was aborted: ${cause}`, { cause })
    this.decide({ by: 'signal', detail: error.message, error })
  }
}
