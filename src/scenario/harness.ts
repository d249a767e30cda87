import { type CriConnection, connect } from '../cri/client.ts'
import { FeatureProbes } from './features.ts'
import { HostView } from './host-view.ts'
import { ImageShelf } from './image-shelf.ts'
import { Keystones } from './keystones.ts'
import { SharedPod } from './shared-pod.ts'
import type { Target } from './target.ts'

/** What all scenarios of a run share: the connection, pulled images, a pod, probes and keystones. */
export interface Harness {
  readonly target: Target
  readonly connection: CriConnection
  readonly images: ImageShelf
  readonly keystones: Keystones
  readonly features: FeatureProbes
  readonly hostView: HostView
  readonly sharedPod: SharedPod
  /** Removes what was shared; answers what could not be removed. */
  close(): Promise<readonly string[]>
}

/** Connects to the target; nothing is made there before a scenario asks for it. */
export function createHarness(target: Target): Harness {
  const { endpoint, imageEndpoint, timeoutScale } = target
  const connection = connect({
    endpoint,
    ...(imageEndpoint === undefined ? {} : { imageEndpoint }),
    deadlineScale: timeoutScale,
  })
  const images = new ImageShelf(connection.cri, target)
  const sharedPod = new SharedPod()
  const harness: Harness = {
    target,
    connection,
    images,
    keystones: new Keystones(),
    features: new FeatureProbes(),
    hostView: new HostView(),
    sharedPod,
    async close() {
      const left = [...(await sharedPod.remove()), ...(await images.removeAll())]
      connection.close()
      return left
    },
  }
  return harness
}
