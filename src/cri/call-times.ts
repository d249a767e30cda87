import type { CallFigures } from '../../reports/bench-report.ts'
import type { CallObserver } from './client.ts'

/** Counts and times calls; the answers of a streaming RPC are one each. */
export class CallTimes {
  readonly #byName = new Map<string, { took: number[]; failed: number }>()

  /** To be handed to the client. */
  readonly observer: CallObserver = {
    onEnd: ({ method, error, tookMs }) => {
      if (error) this.#of(method).failed++
      else this.add(method, tookMs)
    },
  }

  add(name: string, tookMs: number): void {
    this.#of(name).took.push(tookMs)
  }

  /** In the order in which things were first done. */
  get figures(): readonly CallFigures[] {
    return [...this.#byName].map(([name, { took, failed }]) => {
      const sorted = took.sort((a, b) => a - b)
      const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
      return {
        name,
        answered: sorted.length,
        failed,
        medianMs: at(0.5),
        p95Ms: at(0.95),
        longestMs: sorted.at(-1) ?? 0,
      }
    })
  }

  #of(name: string): { took: number[]; failed: number } {
    const known = this.#byName.get(name) ?? { took: [], failed: 0 }
    this.#byName.set(name, known)
    return known
  }
}
