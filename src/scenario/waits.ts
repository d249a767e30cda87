import pRetry from 'p-retry'
import { currentScope } from './scope.ts'
import { TIMEOUTS, type TimeoutName } from './timeouts.ts'

/**
 * Tries until `attempt` stops throwing or the named time is over; then throws what it threw last.
 *
 * @example
 * await eventually('stateChange', async () => expect((await container.status()).state).toBe('CONTAINER_EXITED'))
 */
export async function eventually<T>(wait: TimeoutName, attempt: () => T | Promise<T>): Promise<T> {
  const { signal, target } = currentScope()
  const startedAt = performance.now()
  try {
    return await pRetry(async () => attempt(), {
      retries: Number.POSITIVE_INFINITY,
      maxRetryTime: TIMEOUTS[wait] * target.timeoutScale,
      minTimeout: 10,
      factor: 1.5,
      maxTimeout: 250,
      signal,
    })
  } catch (error) {
    const tookMs = Math.round(performance.now() - startedAt)
    if (error instanceof Error) {
      error.message = `after ${tookMs} ms (limit: ${wait}): ${error.message}`
    }
    throw error
  }
}

/** Milliseconds that `action` took. */
export async function elapsed(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await action()
  return performance.now() - startedAt
}

/** Seconds as the milliseconds that matchers and timeouts take. */
export function seconds(count: number): number {
  return count * 1000
}

/** All answers of a streaming RPC, read to its end. */
export async function all<T>(answers: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = []
  for await (const answer of answers) list.push(answer)
  return list
}
