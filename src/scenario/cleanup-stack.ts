/** One thing to undo, with the words for a report when undoing it fails. */
interface Step {
  readonly what: string
  readonly undo: () => Promise<void>
}

/** Undoes what a scenario made: last in first out, everything is tried, nothing is swallowed. */
export class CleanupStack {
  readonly #steps: Step[] = []
  readonly #first: Step[] = []

  /** Adds a step; the returned function takes it off again, for what the scenario itself undid. */
  add(what: string, undo: () => Promise<void>): () => void {
    return push(this.#steps, { what, undo })
  }

  /** Adds a step that goes before those of `add`, as they rest on it (a network, the daemon); first in first out. */
  addFirst(what: string, undo: () => Promise<void>): () => void {
    return push(this.#first, { what, undo })
  }

  /**
   * Runs all steps and answers what could not be undone, a line each. A step that has not ended when `limit`
   * aborts is left behind, so that the others come to their turn.
   */
  async run(limit?: AbortSignal): Promise<readonly string[]> {
    const failures: string[] = []
    const next = () => this.#first.shift() ?? this.#steps.pop()
    for (let step = next(); step; step = next()) {
      try {
        await (limit ? within(step.undo(), limit) : step.undo())
      } catch (error) {
        failures.push(`${step.what}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    return failures
  }
}

function push(steps: Step[], step: Step): () => void {
  steps.push(step)
  return () => {
    const index = steps.indexOf(step)
    if (index >= 0) steps.splice(index, 1)
  }
}

// Steps that rest on calls fail by themselves when the limit is reached; this is for those that do not.
const AFTER_LIMIT_MS = 2_000

function within(work: Promise<void>, limit: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      timer = setTimeout(() => reject(new Error('did not end in time')), AFTER_LIMIT_MS)
    }
    let timer: NodeJS.Timeout | undefined
    if (limit.aborted) giveUp()
    else limit.addEventListener('abort', giveUp, { once: true })
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      limit.removeEventListener('abort', giveUp)
    })
  })
}
