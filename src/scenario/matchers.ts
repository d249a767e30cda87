import { CriError } from '../cri/error.ts'
import type { ContainerState, PodSandboxState } from '../cri/gen/messages.ts'
import type { ContainerHandle } from './handles/container.ts'
import type { PodHandle } from './handles/pod.ts'
import { currentScope } from './scope.ts'
import { SetupFailure } from './setup-failure.ts'

interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
  readonly actual?: unknown
  readonly expected?: unknown
}

// What is read off a file goes by the kernel's coarse clock, which is a few milliseconds behind.
const CLOCK_STEP_MS = 50

/** What crivet adds to vitest's `expect`. */
export const matchers = {
  /** A time in milliseconds between two bounds, both allowed; the upper one scales with the run. */
  toBeWithin(received: number, least: number, most: number): MatcherResult {
    const limit = most * currentScope().target.timeoutScale
    return {
      pass: received >= least && received <= limit,
      message: () => `expected ${received} to be between ${least} and ${limit}`,
      actual: received,
      expected: `${least} … ${limit}`,
    }
  },

  /** Nanoseconds since the epoch between two moments of this host's clock, in milliseconds as Date.now() gives them. */
  toBeTimeBetween(received: bigint, fromMs: number, toMs: number): MatcherResult {
    const ms = Number(received) / 1e6
    return {
      pass: ms >= fromMs - CLOCK_STEP_MS && ms <= toMs + CLOCK_STEP_MS,
      message: () => `expected ${received} to be a time between ${fromMs} and ${toMs} ms`,
      actual: received,
      expected: `${fromMs} … ${toMs} ms`,
    }
  },

  /** The container ends within the time for changes of state, with this exit code and reason. */
  async toHaveExited(
    container: ContainerHandle,
    expected: { readonly code: number; readonly reason?: string },
  ): Promise<MatcherResult> {
    const status = await container.exited()
    const actual = {
      code: status.exit_code,
      ...(expected.reason === undefined ? {} : { reason: status.reason }),
    }
    return {
      pass: actual.code === expected.code && actual.reason === expected.reason,
      message: () =>
        `expected container ${container.id} to have exited with ${shown(expected)}, not with ${shown(actual)}`,
      actual,
      expected,
    }
  },

  /** The container is in this state now. */
  async toBeInState(
    handle: ContainerHandle | PodHandle,
    expected: ContainerState | PodSandboxState,
  ): Promise<MatcherResult> {
    const { state } = await handle.status()
    return {
      pass: state === expected,
      message: () => `expected ${handle.id} to be in state ${expected}, it is in ${state}`,
      actual: state,
      expected,
    }
  },

  /** The call, or a handle's step, fails, with one of these gRPC codes where any are given. */
  async toFailWith(call: Promise<unknown>, ...codes: readonly string[]): Promise<MatcherResult> {
    const outcome = await call.then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    )
    if ('answer' in outcome) {
      return {
        pass: false,
        message: () => `expected the call to fail${wanted(codes)}, it succeeded`,
        actual: outcome.answer,
        expected: codes,
      }
    }
    const error = outcome.error instanceof SetupFailure ? outcome.error.cause : outcome.error
    // What did not come from the runtime says nothing about it.
    if (!(error instanceof CriError) || error.source === 'client') throw outcome.error
    return {
      pass: codes.length === 0 || codes.includes(error.code),
      message: () => `expected the call to fail${wanted(codes)}: ${error.message}`,
      actual: error.code,
      expected: codes.length === 1 ? codes[0] : codes,
    }
  },
}

function shown({ code, reason }: { readonly code: number; readonly reason?: string }): string {
  return reason === undefined ? `code ${code}` : `code ${code}, reason ${reason}`
}

function wanted(codes: readonly string[]): string {
  return codes.length === 0 ? '' : ` with ${codes.join(' or ')}`
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the type parameter must match vitest's own
  interface Matchers<T = any> {
    toBeWithin(least: number, most: number): void
    toBeTimeBetween(fromMs: number, toMs: number): void
    toHaveExited(expected: { readonly code: number; readonly reason?: string }): Promise<void>
    toBeInState(expected: ContainerState | PodSandboxState): Promise<void>
    toFailWith(...codes: readonly string[]): Promise<void>
  }
}
