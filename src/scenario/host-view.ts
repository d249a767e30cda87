import { readdirSync, readFileSync } from 'node:fs'
import type { Finding } from '../../reports/surroundings.ts'
import type { Scope } from './scope.ts'
import { eventually } from './waits.ts'

const QUESTION = 'a process that a container of this runtime runs is seen in this host’s /proc'

/** Whether crivet sees the runtime's host: proved once per run, by a process of our own. */
export class HostView {
  #finding: Promise<Finding> | undefined

  find(scope: Scope): Promise<Finding> {
    this.#finding ??= prove(scope)
    return this.#finding
  }
}

async function prove(scope: Scope): Promise<Finding> {
  const pod = await scope.harness.sharedPod.for(scope)
  const mark = `crivet-host-view-${scope.target.runId}${scope.harness.prefix}`
  const container = await pod.run(['sleep', 'infinity', mark])
  // StartContainer may answer before the process has become the container's own.
  const seen = await eventually('workload', () => {
    if (processesWith(mark).length === 0) throw new NotSeen()
  }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotSeen) return false
      throw error
    },
  )
  await container.stop({ timeout: 0 })
  return { present: seen, ofHost: true, question: QUESTION, answer: seen ? 'yes' : 'no' }
}

class NotSeen extends Error {}

/** The ids of this host's processes with `word` in their command line, zombies left out. */
export function processesWith(word: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .filter((pid) => commandLine(pid).includes(word))
    .map(Number)
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  } catch {
    // Processes come and go between the listing and the look.
    return ''
  }
}
