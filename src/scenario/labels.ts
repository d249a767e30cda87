import type { Target } from './target.ts'

/** On every pod and container: whose run it belongs to. */
export const RUN_LABEL = 'crivet/run'

/** On every pod and container: which scenario of the run made it. */
export const SCENARIO_LABEL = 'crivet/scenario'

/** The labels by which a run finds its own objects again, and leaves all others alone. */
export function ownLabels(target: Target, scenarioKey: string): Record<string, string> {
  return { [RUN_LABEL]: target.runId, [SCENARIO_LABEL]: scenarioKey }
}

/** The Kubernetes namespace of a run's pods. */
export function runNamespace(runId: string): string {
  return `crivet-${runId}`
}
