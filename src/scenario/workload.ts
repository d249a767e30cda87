import type { Inspection } from '../../fixtures/workload/inspection.ts'
import { RuntimeFault } from './runtime-fault.ts'

export type { Inspection }

/** Reads what `/workload inspect` printed; anything else means that the output did not arrive whole. */
export function parseInspection(stdout: string): Inspection {
  return parseFacts<Inspection>(stdout)
}

/** Reads the JSON document that one of the workload's verbs printed. */
export function parseFacts<T>(stdout: string): T {
  try {
    return JSON.parse(stdout) as T
  } catch (cause) {
    const shown = JSON.stringify(stdout.slice(0, 200))
    throw new RuntimeFault(`the workload's document did not arrive whole: ${shown}`, { cause })
  }
}
