import type { CniNetwork } from '../runtimes/cni-network.ts'
import type { Need } from '../spec/requirement.ts'
import type { HostFacts } from './host-facts.ts'

/** The runtime being vetted and what the run was given; structured-clonable, the same for every scenario. */
export interface Target {
  /** Labels, namespaces, image repositories and folders of this run all carry it. */
  readonly runId: string
  /** `unix:///…` of the runtime service. */
  readonly endpoint: string
  /** `unix:///…` of the image service where it has a socket of its own. */
  readonly imageEndpoint: string | undefined
  /** The runtime handler pods are asked for; empty for the runtime's default. */
  readonly handler: string
  /** The handler of pods that name none; empty where the runtime does not tell. */
  readonly defaultHandler: string
  readonly runtime: { readonly name: string; readonly version: string; readonly apiVersion: string }
  /** `127.0.0.1:PORT` of the registry that serves the test images. */
  readonly registryHost: string
  /** `HOST:PORT/PATH` where the images that scenarios share come from in its place; no others are there. */
  readonly otherRegistry: string | undefined
  /** A folder of this run on this host, for logs and mount sources. */
  readonly stateDir: string
  readonly cgroupDriver: 'cgroupfs' | 'systemd'
  /** What a requirement may need and this run can give, beside what is probed. */
  readonly given: readonly Need[]
  readonly host: HostFacts
  /** The socket at which the daemon is taken down and up, where this run can do that. */
  readonly control: string | undefined
  /** What crivet launched, if it did. */
  readonly launched: LaunchedFacts | undefined
  /** Multiplies every deadline and wait. */
  readonly timeoutScale: number
}

/** What is known of a runtime because crivet configured it. */
export interface LaunchedFacts {
  readonly kind: 'containerd' | 'crio'
  readonly handlers: readonly string[]
  readonly bridge: string
  readonly hostPorts: boolean
  readonly cni: Pick<CniNetwork, 'network' | 'confDir' | 'pluginDir' | 'leasesDir'>
}
