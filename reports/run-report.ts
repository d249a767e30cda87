import type { HostFacts, Probe, TargetFacts } from './surroundings.ts'

/** Version of the result model and of `verdict.schema.json`; grows only when a reader would break. */
export const SCHEMA_VERSION = 1

/** How much hangs on a requirement: `must` breaks a kubelet or the API, `may` is only recorded. */
export type Level = 'must' | 'should' | 'may'

/** The part of a runtime's duties a requirement counts for. */
export type Profile = (typeof PROFILES)[number]

/** The profiles in the order reports show them. */
export const PROFILES = [
  'core',
  'images',
  'streaming',
  'networking',
  'security',
  'resources',
  'storage',
  'logs',
  'stats',
  'events',
  'recovery',
  'checkpoint',
] as const

/** What came of a scenario. */
export type Outcome = (typeof OUTCOMES)[number]

/** The outcomes in the order reports show them, the most urgent first. */
export const OUTCOMES = [
  'fail',
  'unexpected-pass',
  'unclean',
  'flaky',
  'error',
  'blocked',
  'interrupted',
  'known-failure',
  'unsupported',
  'not-applicable',
  'skipped',
  'pass',
] as const

/** What a reader needs to believe a failure and to see it again. */
export interface Evidence {
  /** The scenario's calls with requests and answers, as text. */
  readonly transcript?: string
  readonly containerLogs?: readonly ContainerLog[]
  /** What the runtime's host showed, a line each. */
  readonly host?: readonly string[]
  /** Shell commands, mostly crictl's, that reproduce it by hand. */
  readonly reproduction?: readonly string[]
  /** What the scenario left behind although it cleaned up. */
  readonly leftovers?: readonly string[]
}

/** The end of a container's log. */
export interface ContainerLog {
  readonly id: string
  readonly text: string
}

/** The entry of the known-failures file that names a scenario, an invariant or a leak. */
export interface KnownFailure {
  readonly reason: string
  /** Where it is told of. */
  readonly link?: string
  /** Last day it counts, as `2026-12-31`. */
  readonly expires?: string
  /** Past its last day: the scenario is judged as if the entry were not there. */
  readonly expired: boolean
}

/** What came of one scenario, and why. */
export interface ScenarioResult {
  /** `area.subject.behaviour` */
  readonly id: string
  readonly title?: string
  /** `area/subject` */
  readonly suite: string
  /** Path of its source from the package's root. */
  readonly file?: string
  readonly line?: number
  readonly outcome: Outcome
  readonly level: Level
  readonly profile: Profile
  /** Blamed when it fails. */
  readonly requirement: string
  /** Credited when it passes, never blamed. */
  readonly also: readonly string[]
  /** The RPCs it called. */
  readonly rpcs: readonly string[]
  /** Message fields it set in requests and read in answers, as dot paths from a message. */
  readonly fields: { readonly set: readonly string[]; readonly read: readonly string[] }
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly durationMs: number
  /** One line; empty for a pass. */
  readonly message: string
  readonly expected?: string
  readonly actual?: string
  readonly diff?: string
  /** The stack, where crivet itself is at fault. */
  readonly stack?: string
  /** Why it was not tried or could not be judged. */
  readonly probe?: Probe
  /** Needs of the requirement the run was not given: left out, and no hole in the verdict. */
  readonly notGiven?: readonly string[]
  readonly known?: KnownFailure
  readonly evidence?: Evidence
}

/** What became of a requirement in a run (see `requirement-outcomes.ts`). */
export type RequirementOutcome =
  | 'kept'
  | 'broken'
  | 'undecided'
  | 'unsupported'
  | 'not-applicable'
  | 'left-out'
  | 'untried'

/** What the catalogue says of a requirement, as far as a report needs it. */
export interface RequirementFacts {
  readonly id: string
  readonly level: Level
  readonly profile: Profile
  /** First Kubernetes minor it applies to, as `1.23`. */
  readonly since: string
  readonly statement: string
}

/** A requirement and what became of it. */
export interface RequirementResult extends RequirementFacts {
  readonly outcome: RequirementOutcome
}

/** How many musts and shoulds of a profile ended how; mays are only recorded, not counted. */
export interface ProfileCounts {
  readonly kept: number
  readonly broken: number
  readonly unsupported: number
  readonly undecided: number
  readonly notApplicable: number
  /** The run was not given what they need. */
  readonly leftOut: number
  /** No scenario of the run is about them. */
  readonly untried: number
}

/** The answer of a run (see `verdict.ts`). */
export type Verdict =
  | 'conformant'
  | 'conformant-with-gaps'
  | 'not-conformant'
  | 'partial'
  | 'inconclusive'

/** How far a runtime has come along the Kubernetes minors (see `api-level.ts`). */
export interface ApiLevel {
  /** The newest minor reached, as `1.33`; null where even the oldest is not. */
  readonly minor: string | null
  /** What keeps it from the next minor; absent at the newest. */
  readonly next?: {
    readonly minor: string
    readonly rpcs: readonly string[]
    readonly requirements: readonly string[]
  }
}

/** A check made on every response, that did not hold at least once; in a way of its own where known failures name one. */
export interface InvariantViolation {
  readonly id: string
  readonly statement: string
  /** `should` unless it says otherwise. */
  readonly level?: Level
  readonly count: number
  /** What a known failure says of the detail: violations that say so are told apart from all others. */
  readonly listed?: string
  readonly known?: KnownFailure
  readonly first: { readonly scenario: string; readonly call: string; readonly detail: string }
}

/** What the census found more after the run than before, and is known to. */
export interface KnownLeak {
  readonly leak: string
  readonly known: KnownFailure
}

/** A way in which an invariant may be violated, to be told apart from all others. */
export interface ListedDetail {
  readonly invariant: string
  /** A part of the detail. */
  readonly text: string
}

/** What of the catalogue was asked for. */
export interface SelectionFacts {
  /** Filters or a shard narrowed the run: only counts can be told. */
  readonly partial: boolean
  /** The filters as given, by flag: `{ profile: ['core'] }`. */
  readonly filters: Readonly<Record<string, readonly string[]>>
  /** `1/3` */
  readonly shard?: string
  /** What the order of the scenarios was drawn by. */
  readonly seed?: number
}

/** What is known of a run before it is judged. */
export interface RunFacts {
  readonly crivet: { readonly version: string }
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly durationMs: number
  readonly target: TargetFacts
  readonly host: HostFacts
  /** `default`, what was given beside it (`+private`, `+restart`, `+cni`, `+soak`) and what was not (`-registry`). */
  readonly depth: readonly string[]
  readonly selection: SelectionFacts
  readonly interrupted: boolean
  /** `--bail` ended it. */
  readonly bailed?: boolean
  readonly scenarios: readonly ScenarioResult[]
  readonly invariants: readonly InvariantViolation[]
  /** What the census of the host found more after the run than before, a line each. */
  readonly leaks: readonly string[]
  /** The same of what is known to be left. */
  readonly knownLeaks?: readonly KnownLeak[]
  /** Known failures that apply to this target and did not show, beside scenarios that passed. */
  readonly idleKnownFailures: readonly string[]
  /** The same of a shard, which cannot tell: another may have shown them. */
  readonly unseenKnownFailures?: readonly string[]
  /** RPCs that did not answer UNIMPLEMENTED; runs of older crivets do not say. */
  readonly answered?: readonly string[]
  /** What a reader should know beside the results, a line each. */
  readonly notes: readonly string[]
  /** Errors outside of any scenario, as stacks: crivet itself is at fault. */
  readonly unhandled: readonly string[]
}

/** Everything a run has to say; what `verdict.json` holds. */
export interface RunReport extends RunFacts {
  readonly schemaVersion: typeof SCHEMA_VERSION
  readonly verdict: Verdict
  /** One sentence that says why the verdict is what it is. */
  readonly reason: string
  /** Null for a partial run, which cannot tell. */
  readonly apiLevel: ApiLevel | null
  readonly profiles: Readonly<Partial<Record<Profile, ProfileCounts>>>
  readonly requirements: readonly RequirementResult[]
}
