import { readDocument } from './read-document.ts'

/** The version of what `bench.json` holds. */
export const BENCH_SCHEMA_VERSION = 1

/** How often something was done, and how long it took. */
export interface CallFigures {
  /** The RPC, or what else was timed. */
  readonly name: string
  readonly answered: number
  /** Answered with an error, or not at all. */
  readonly failed: number
  /** Of those that were answered; 0 where none was. */
  readonly medianMs: number
  readonly p95Ms: number
  readonly longestMs: number
}

/** How long a runtime took for what a kubelet asks; what `bench.json` holds. */
export interface BenchReport {
  readonly schemaVersion: typeof BENCH_SCHEMA_VERSION
  readonly crivet: { readonly version: string }
  readonly startedAt: string
  readonly runtime: { readonly name: string; readonly version: string; readonly handler: string }
  readonly host: { readonly kernel: string; readonly arch: string; readonly cgroup: string }
  readonly lives: number
  readonly parallel: number
  /** Lives that came to their end in a second. */
  readonly livesPerSecond: number
  readonly figures: readonly CallFigures[]
}

/** Reads the `bench.json` of a run, given by its path or its folder's; CRIVET_CONFIG where it is none. */
export function readBenchReport(path: string): BenchReport {
  const kind = { file: 'bench.json', schemaVersion: BENCH_SCHEMA_VERSION, list: 'figures' }
  return readDocument(path, kind) as BenchReport
}
