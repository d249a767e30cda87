import { CriError } from '../cri/error.ts'
import { eventually, seconds } from './waits.ts'

const LATE: readonly string[] = ['DEADLINE_EXCEEDED', 'CANCELLED']

/**
 * Makes a call that stops something with a deadline of 20 s, and again where that passed, as a kubelet does:
 * some runtimes take all that the deadline leaves as the grace period, and then have no time to answer. What
 * the late one is still at may fail the next; several at once are for others to judge.
 *
 * @example
 * await againIfLate((options) => pod.stop(options))
 */
export async function againIfLate<T>(
  call: (options: { readonly deadlineMs: number }) => Promise<T>,
): Promise<T> {
  const options = { deadlineMs: seconds(20) }
  try {
    return await call(options)
  } catch (error) {
    const late = error instanceof CriError && LATE.includes(error.code) && error.tookMs >= ALMOST_MS
    if (!late) throw error
    return eventually('stateChange', () => call(options))
  }
}

// The runtime counts the same deadline, and may end the call a little before crivet does.
const ALMOST_MS = seconds(18)
