import { setMaxListeners } from 'node:events'
import type { CallObserver } from '../cri/client.ts'
import { METHODS } from '../cri/gen/methods.ts'
import { Transcript } from '../cri/transcript.ts'
import { CleanupStack } from './cleanup-stack.ts'
import { FieldRecorder } from './field-recorder.ts'
import type { Harness } from './harness.ts'
import type { Scope } from './scope.ts'
import { TIMEOUTS } from './timeouts.ts'
import { trackedCri } from './tracked-cri.ts'
import { watchedCri } from './watched-cri.ts'

/** A scope of its own over the harness's connection; `name` is what reports call the scenario. */
export function createScope(
  harness: Harness,
  key: string,
  signal: AbortSignal,
  name: string = key,
): Scope {
  const { target, connection } = harness
  const transcript = new Transcript()
  const fields = new FieldRecorder()
  const cleanup = new CleanupStack()
  const recording: CallObserver = {
    onStart(method, request) {
      transcript.begin(method)
      fields.request(METHODS[method].request, request)
    },
    onEnd: (record) => transcript.add(record),
  }
  const observers = [recording, ...harness.observers(name)]
  const ending = new AbortController()
  // Each call under way listens, and a scenario may have many.
  setMaxListeners(0, signal, ending.signal)
  const client = (ends: AbortSignal) =>
    harness.imageTraffic.client(connection.with({ observers, signal: ends }).cri, cleanup)
  const undo = client(ending.signal)
  const cri = client(signal)
  let count = 0
  return {
    key,
    target,
    harness,
    signal,
    cri: trackedCri(watchedCri(cri, fields), {
      undo,
      cleanup,
      signal,
      timeoutScale: target.timeoutScale,
      isShared: (it) => harness.images.isShared(it),
    }),
    cleanupCri: undo,
    cleanup,
    transcript,
    fields,
    groundwork: [],
    logs: new Map(),
    cleanUp() {
      const limit = AbortSignal.timeout(TIMEOUTS.cleanup * target.timeoutScale)
      limit.addEventListener('abort', () => ending.abort('cleanup took too long'))
      return cleanup.run(limit)
    },
    next: () => ++count,
  }
}
