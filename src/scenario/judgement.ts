import { inspect } from 'node:util'
import type { Probe } from '../../reports/surroundings.ts'
import { CriError } from '../cri/error.ts'
import { StreamError } from '../streaming/errors.ts'
import type { Keystones } from './keystones.ts'
import { RuntimeFault } from './runtime-fault.ts'
import { SetupFailure } from './setup-failure.ts'

/** What an error that ended a scenario says: who is wrong, and in what. */
export interface Judgement {
  readonly outcome: 'fail' | 'error' | 'blocked'
  readonly message: string
  readonly expected?: string
  readonly actual?: string
  /** The stack, where crivet itself is at fault. */
  readonly stack?: string
  readonly probe?: Probe
}

/** Judges what a scenario's body or its fixtures threw. */
export function judge(error: unknown, keystones: Keystones | undefined): Judgement {
  const rpc = brokenRpc(error)
  const keystone = rpc === undefined ? undefined : keystones?.failedFor(rpc)
  const message = error instanceof Error ? error.message : String(error)
  if (keystone !== undefined) {
    const probe = { question: `the keystone ${keystone} passes`, answer: 'it failed' }
    return { outcome: 'blocked', message: `${keystone} failed; here: ${message}`, probe }
  }
  const root = error instanceof SetupFailure ? error.cause : error
  if (isAssertion(root)) {
    const shown =
      'actual' in root ? { actual: show(root.actual), expected: show(root.expected) } : {}
    return { outcome: 'fail', message, ...shown }
  }
  if (root instanceof CriError || root instanceof RuntimeFault) return { outcome: 'fail', message }
  // What breaks a session is the server's doing, unless the scenario's own end did.
  if (root instanceof StreamError && root.kind !== 'aborted') return { outcome: 'fail', message }
  const stack = error instanceof Error && error.stack ? { stack: error.stack } : {}
  return { outcome: 'error', message, ...stack }
}

function brokenRpc(error: unknown): string | undefined {
  if (error instanceof SetupFailure) return error.rpc
  return error instanceof CriError ? error.method : undefined
}

function isAssertion(error: unknown): error is Error & { actual?: unknown; expected?: unknown } {
  // What matchers of our own throw has no name of its own, only the mark of `expect.extend`.
  return (
    error instanceof Error &&
    (error.name === 'AssertionError' || '__vitest_error_context__' in error)
  )
}

function show(value: unknown): string {
  if (typeof value === 'string') return value
  return inspect(value, { depth: 6, breakLength: 100, maxArrayLength: 50, maxStringLength: 2000 })
}
