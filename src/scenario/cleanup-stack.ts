/** One thing to undo, with the words for a report when undoing it fails. */
interface Step {
  readonly what: string
  readonly undo: () => Promise<void>
}

/** Undoes what a scenario made: last in first out, everything is tried, nothing is swallowed. */
export class CleanupStack {
  readonly #steps: Step[] = []

  /** Adds a step; the returned function takes it off again, for what the scenario itself undid. */
  add(what: string, undo: () => Promise<void>): () => void {
    const step = { what, undo }
    this.#steps.push(step)
    return () => {
      const index = this.#steps.indexOf(step)
      if (index >= 0) this.#steps.splice(index, 1)
    }
  }

  /** Runs all steps and answers what could not be undone, a line each. */
  async run(): Promise<readonly string[]> {
    const failures: string[] = []
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step.undo()
      } catch (error) {
        failures.push(`${step.what}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    return failures
  }
}
