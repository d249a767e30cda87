import { randomBytes } from 'node:crypto'
import { CriError } from '../cri/error.ts'
import { SetupFailure } from './setup-failure.ts'

/**
 * The answer of a call, or of a handle's step, that the runtime may also refuse, or leave
 * unanswered until its deadline; undefined then.
 *
 * @example
 * const second = await unlessRefused(cri.runPodSandbox({ config: first.config }))
 * if (second) expect(second.pod_sandbox_id).toBe(first.id)
 */
export function unlessRefused<T>(call: Promise<T>): Promise<T | undefined> {
  return unless(call, ({ source, code }) => source === 'runtime' || code === 'DEADLINE_EXCEEDED')
}

/** The same of a call that must not be left unanswered. */
export function unlessToldNo<T>(call: Promise<T>): Promise<T | undefined> {
  return unless(call, ({ source }) => source === 'runtime')
}

async function unless<T>(
  call: Promise<T>,
  isRefusal: (error: CriError) => boolean,
): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    const root = error instanceof SetupFailure ? error.cause : error
    // Crivet's own faults and the end of the scenario are no refusal.
    if (root instanceof CriError && isRefusal(root)) return undefined
    throw error
  }
}

/** An id of the form runtimes use that names nothing. */
export function unknownId(): string {
  return randomBytes(32).toString('hex')
}
