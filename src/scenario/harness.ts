import type { ListedDetail } from '../../reports/run-report.ts'
import { type CallObserver, type CriConnection, connect } from '../cri/client.ts'
import { Invariants } from '../cri/invariants/invariants.ts'
import type { Closing } from './closing.ts'
import { Downtimes } from './downtimes.ts'
import { FeatureProbes } from './features.ts'
import { HostView } from './host-view.ts'
import { ImageShelf } from './image-shelf.ts'
import { ImageTraffic } from './image-traffic.ts'
import { Keystones } from './keystones.ts'
import { Ledger } from './ledger.ts'
import { RuntimeWatch } from './runtime-watch.ts'
import { SharedEvents } from './shared-events.ts'
import { SharedPod } from './shared-pod.ts'
import type { Target } from './target.ts'

/** What all scenarios of a run share: the connection, pulled images, a pod, probes and keystones. */
export interface Harness {
  readonly target: Target
  readonly connection: CriConnection
  readonly images: ImageShelf
  readonly imageTraffic: ImageTraffic
  readonly keystones: Keystones
  readonly features: FeatureProbes
  readonly hostView: HostView
  readonly sharedPod: SharedPod
  readonly events: SharedEvents
  readonly downtimes: Downtimes
  readonly watch: RuntimeWatch
  readonly invariants: Invariants
  /** Begins the names of what scenarios share. */
  readonly prefix: string
  /** Who else hears of the calls of a scenario: the ledger, the invariants. */
  observers(scenario: string): readonly CallObserver[]
  /** Removes what was shared, and sums up. */
  close(): Promise<Closing>
}

/** What is told to a harness, and what sets it apart from others that work on the same runtime. */
export interface HarnessOptions {
  /** Ways in which invariants are known to be violated. */
  readonly listed?: readonly ListedDetail[] | undefined
  /** Told apart by it; empty where there is but one. */
  readonly prefix?: string
  /** Another that works on the same runtime and outlives this one: they have their images in common. */
  readonly beside?: Harness
}

/** Connects to the target; nothing is made there before a scenario asks for it. */
export function createHarness(
  target: Target,
  { listed, prefix = '', beside }: HarnessOptions = {},
): Harness {
  const { endpoint, imageEndpoint, timeoutScale } = target
  const connection = connect({
    endpoint,
    ...(imageEndpoint === undefined ? {} : { imageEndpoint }),
    deadlineScale: timeoutScale,
  })
  const ledger = new Ledger()
  const invariants = new Invariants(listed)
  const downtimes = beside?.downtimes ?? new Downtimes()
  const watch = new RuntimeWatch(target, downtimes)
  const observers = (scenario: string) => [ledger, watch, invariants.observer(scenario)]
  const shelfCri = connection.with({ observers: observers('shared images') }).cri
  const images = beside?.images ?? new ImageShelf(shelfCri, target)
  const sharedPod = new SharedPod()
  const events = new SharedEvents(downtimes)
  const features = new FeatureProbes()
  return {
    target,
    connection,
    images,
    imageTraffic: beside?.imageTraffic ?? new ImageTraffic(),
    keystones: new Keystones(),
    features,
    hostView: new HostView(),
    sharedPod,
    events,
    downtimes,
    watch,
    invariants,
    prefix,
    observers,
    async close() {
      await events.leave()
      const leftovers = [...(await sharedPod.remove()), ...(beside ? [] : await images.removeAll())]
      connection.close()
      const { answered, made } = ledger
      const { violations, errors: unhandled } = invariants
      const found = await features.found()
      return { leftovers, violations, unhandled, features: found, answered, made }
    },
  }
}
