import { AsyncLocalStorage } from 'node:async_hooks'
import type { CallRecord, CriMethods } from '../cri/client.ts'
import type { Transcript } from '../cri/transcript.ts'
import type { CleanupStack } from './cleanup-stack.ts'
import type { FieldRecorder } from './field-recorder.ts'
import type { Harness } from './harness.ts'
import type { Target } from './target.ts'

/** What one running scenario has for itself. */
export interface Scope {
  /** Unique in the run; part of every name and label the scenario makes. */
  readonly key: string
  readonly target: Target
  readonly harness: Harness
  /** Aborts at the end of the scenario's time, or when the run is interrupted. */
  readonly signal: AbortSignal
  /** Calls of the scenario: recorded, its objects registered for cleanup, refused after `signal`. */
  readonly cri: CriMethods
  /** The same runtime for cleaning up, outliving `signal`. */
  readonly cleanupCri: CriMethods
  readonly cleanup: CleanupStack
  readonly transcript: Transcript
  readonly fields: FieldRecorder
  /** Calls that others made for it (a shared pod, a shared image): where its reproduction begins. */
  readonly groundwork: CallRecord[]
  /** Evidence that handles add as they go: the texts of container logs to collect on a failure. */
  readonly logs: Map<string, string>
  /** Undoes what the scenario made within the time for that; answers what could not be undone, a line each. */
  cleanUp(): Promise<readonly string[]>
  /** A number that grows, for names. */
  next(): number
}

const running = new AsyncLocalStorage<Scope>()

/** Runs `action` as part of `scope`. */
export function withinScope<T>(scope: Scope, action: () => T): T {
  return running.run(scope, action)
}

/** The scope of the scenario that is running. */
export function currentScope(): Scope {
  const scope = running.getStore()
  if (!scope) throw new Error('not inside a scenario: waits and handles need one')
  return scope
}

/** A name that nothing else has, of this run or of another that goes on beside it. */
export function uniqueName(scope: Scope, prefix: string): string {
  return `${prefix}-${scope.target.runId}-${scope.key}-${scope.next()}`
}
