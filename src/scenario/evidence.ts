import { readFile } from 'node:fs/promises'
import type { Evidence } from '../../reports/run-report.ts'
import { reproduction } from '../cri/reproduction.ts'
import type { Scope } from './scope.ts'

const LONGEST_LOG_BYTES = 4096

/** What a failure's reader needs: the calls, the containers' logs, and how to try it by hand. */
export async function collectEvidence(scope: Scope): Promise<Evidence> {
  const containerLogs = await Promise.all(
    [...scope.logs].map(async ([id, path]) => ({ id, text: await tail(path) })),
  )
  return {
    transcript: scope.transcript.toString(),
    containerLogs: containerLogs.filter(({ text }) => text !== ''),
    reproduction: reproduction(
      [...scope.groundwork, ...scope.transcript.records],
      scope.target.endpoint,
    ),
    host: [],
    leftovers: [],
  }
}

async function tail(path: string): Promise<string> {
  // A container that never started has no log; its absence shows in the transcript.
  const text = await readFile(path).catch(() => Buffer.alloc(0))
  return text.subarray(-LONGEST_LOG_BYTES).toString()
}
