/** What every expected failure of crivet carries: one line of what happened, one of what to do. */
export interface CrivetErrorInit {
  readonly hint?: string
  readonly cause?: unknown
}

/** The codes of crivet's own errors, with the exit code each leads to (see `docs/errors.md`). */
export const ERROR_EXIT_CODES = {
  CRIVET_USAGE: 2,
  CRIVET_CONFIG: 2,
  CRIVET_OUTPUT: 2,
  CRIVET_ENDPOINT: 3,
  CRIVET_NOT_A_RUNTIME: 3,
  CRIVET_UNRESPONSIVE: 3,
  CRIVET_PREFLIGHT: 3,
  CRIVET_LAUNCH: 3,
  CRIVET_RESTART: 4,
  CRIVET_REGISTRY: 4,
  CRIVET_IMAGES: 4,
  CRIVET_STREAM: 4,
  CRIVET_INTERNAL: 4,
} as const

export type CrivetErrorCode = keyof typeof ERROR_EXIT_CODES

/** An expected failure of crivet or its setup: printed as one line and a hint, never with a stack. */
export class CrivetError extends Error {
  readonly code: CrivetErrorCode
  readonly hint: string | undefined

  constructor(code: CrivetErrorCode, message: string, init: CrivetErrorInit = {}) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause })
    this.name = 'CrivetError'
    this.code = code
    this.hint = init.hint
  }
}
