import { status } from '@grpc/grpc-js'
import type { MethodName } from './gen/methods.ts'

/** gRPC's names of codes, and one for an answer that cannot be decoded. */
export type CriCode = keyof typeof status | 'MALFORMED_ANSWER'

/** What is known of a failed call. */
export interface CriFailure {
  readonly method: MethodName
  readonly code: CriCode
  readonly details: string
  readonly tookMs: number
  /** What was asked, in short. */
  readonly asked: string
  /** `client` where crivet ended the call: its deadline passed or its scenario was over. */
  readonly source: 'runtime' | 'client'
}

/** A call that failed; the text begins with the RPC and the code. */
export class CriError extends Error {
  readonly method: MethodName
  readonly code: CriCode
  readonly details: string
  readonly tookMs: number
  readonly source: 'runtime' | 'client'

  constructor(failure: CriFailure, options?: ErrorOptions) {
    const { method, code, details, tookMs, asked, source } = failure
    const by = source === 'client' ? ', ended by crivet' : ''
    super(
      `${method}: [${code}] ${details} (after ${Math.round(tookMs)} ms${by}; ${asked})`,
      options,
    )
    this.name = 'CriError'
    this.method = method
    this.code = code
    this.details = details
    this.tookMs = tookMs
    this.source = source
  }
}

/** The name of a gRPC code number. */
export function codeName(code: number): CriCode {
  return (status[code] ?? 'UNKNOWN') as CriCode
}
