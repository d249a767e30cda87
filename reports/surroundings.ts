/** A look before a scenario, or instead of one: what was asked and what the answer was. */
export interface Probe {
  readonly question: string
  readonly answer: string
}

/** Whether something is there, with the probe that showed it. */
export interface Finding extends Probe {
  readonly present: boolean
  /** Its absence lies with the host or setting rather than with the runtime. */
  readonly ofHost?: boolean
}

/** An optional feature and whether target and host have it. */
export interface FeatureFinding extends Finding {
  readonly name: string
}

/** The runtime that was vetted. */
export interface TargetFacts {
  readonly endpoint: string
  readonly imageEndpoint?: string
  readonly runtimeName: string
  readonly runtimeVersion: string
  readonly apiVersion: string
  /** The handler that was vetted; empty for the runtime's default. */
  readonly handler: string
  /** What the runtime says its default is; absent where it does not tell. */
  readonly defaultHandler?: string
  readonly handlers: readonly string[]
  readonly features: readonly FeatureFinding[]
  /** crivet started it. */
  readonly launched: boolean
}

/** The host crivet ran on; further facts may stand beside these. */
export interface HostFacts {
  readonly kernel: string
  readonly arch: string
  readonly cgroup: string
  readonly lsms: readonly string[]
  readonly [fact: string]: string | number | boolean | readonly string[]
}
