import { randomBytes } from 'node:crypto'
import { CriError } from '../cri/error.ts'

/**
 * The answer of a call that the runtime may also refuse, or leave unanswered until its deadline; undefined then.
 *
 * @example
 * const second = await unlessRefused(cri.runPodSandbox({ config: first.config }))
 * if (second) expect(second.pod_sandbox_id).toBe(first.id)
 */
export async function unlessRefused<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    // Crivet's own faults and the end of the scenario are no refusal.
    const refused =
      error instanceof CriError &&
      (error.source === 'runtime' || error.code === 'DEADLINE_EXCEEDED')
    if (refused) return undefined
    throw error
  }
}

/** An id of the form runtimes use that names nothing. */
export function unknownId(): string {
  return randomBytes(32).toString('hex')
}
