import { join } from 'node:path'
import type { ScenarioResult } from '../../../reports/run-report.ts'
import { startProxy } from '../../mutants/proxy.ts'
import type { Target } from '../../scenario/target.ts'
import { type CatalogueEntry, suiteModules } from '../catalogue.ts'
import { openSuites } from '../run-suites.ts'

/** How scenarios are run without a fault. */
export interface UnmutatedOptions {
  readonly parallel: number
  readonly finished: (result: ScenarioResult) => void
  readonly interrupt: AbortSignal
  /** Begins the keys of the scenarios, where they are run more than once. */
  readonly round?: string
}

/** What scenarios showed without a fault. */
export interface Unmutated {
  readonly results: readonly ScenarioResult[]
  /** The ids of the invariants that did not hold. */
  readonly violated: readonly string[]
}

/** Runs scenarios through a proxy that passes all as it is. */
export async function runUnmutated(
  target: Target,
  entries: readonly CatalogueEntry[],
  options: UnmutatedOptions,
): Promise<Unmutated> {
  const { endpoint, imageEndpoint, stateDir } = target
  const socket = join(stateDir, 'unmutated.sock')
  const proxy = await startProxy({ socket, endpoint, imageEndpoint })
  const seen = { ...target, endpoint: proxy.endpoint, imageEndpoint: undefined }
  try {
    return await runDirect(seen, entries, options)
  } finally {
    await proxy.close()
  }
}

/** Runs scenarios on the target itself. */
export async function runDirect(
  target: Target,
  entries: readonly CatalogueEntry[],
  { parallel, finished, interrupt, round = '' }: UnmutatedOptions,
): Promise<Unmutated> {
  const results: ScenarioResult[] = []
  const suites = await openSuites({ parallel })
  const { violations } = await suites.run({
    target,
    plan: { modules: suiteModules(entries), only: entries.map(({ id }) => id), round },
    interrupt,
    events: {
      started: () => undefined,
      finished: (result) => {
        results.push(result)
        finished(result)
      },
    },
  })
  return { results, violated: violations.map(({ id }) => id) }
}
