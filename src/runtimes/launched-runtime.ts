import type { CniNetwork } from './cni-network.ts'
import type { OciHandler, RefusedHandler } from './oci-handlers.ts'
import type { RuntimeControl } from './runtime-control.ts'

/** The runtimes crivet can launch. */
export type LaunchKind = 'containerd' | 'crio'

/** What a private runtime is launched from. */
export interface LaunchOptions {
  readonly runId: string
  /** The run's folder, from `createStateDir`; goes with `stop`. */
  readonly stateDir: string
  /** The daemon's program; looked for on the search path where not given. */
  readonly binary?: string
  readonly pauseImage: string
  readonly registry: { readonly hosts: readonly string[]; readonly certificatePem: string }
  /** Names, or paths, of the OCI runtimes to set up; the first is the default. Else those installed that work. */
  readonly handlers?: readonly string[]
  /** In place of $PATH. */
  readonly searchPath?: string
  readonly log?: (line: string) => void
  readonly signal?: AbortSignal
}

/** A private runtime with its own root, state, socket and pod network. */
export interface LaunchedRuntime extends RuntimeControl {
  readonly kind: LaunchKind
  /** `unix://…`, of the runtime and the image service. */
  readonly endpoint: string
  readonly version: string
  readonly handlers: readonly OciHandler[]
  /** Installed, but the pair does not work on this host. */
  readonly refusedHandlers: readonly RefusedHandler[]
  readonly cni: CniNetwork
  /** In what it differs from one that the host alone would have: for the report. */
  readonly notes: readonly string[]
  /** What the daemon prints; goes with `stop`. */
  readonly logFile: string
  /** Of the daemon that runs now: another one after a restart. */
  readonly pid: number
  /** Whether the daemon runs. */
  running(): boolean
  /** Ends everything and removes it, the run's folder too; gives what could not be removed. */
  stop(): Promise<readonly string[]>
}
