import { connect } from '../cri/client.ts'
import { pulledImages } from '../runtimes/pulled-images.ts'
import { findRuns } from '../runtimes/state-dir.ts'
import { RUN_LABEL } from '../scenario/labels.ts'
import { removeContainer, removePod } from '../scenario/removal.ts'
import { probeTarget } from './probe-target.ts'

/** What an interrupted run left on a runtime, and how to remove it. */
export interface Remnant {
  /** Such as `pod 1a2b…`. */
  readonly what: string
  readonly remove: () => Promise<void>
}

/** Finds pods, containers and images of runs for which `isOver` holds; others' are not looked at. */
export async function findRemnants(
  endpoint: string,
  imageEndpoint: string | undefined,
  isOver: (runId: string) => boolean,
): Promise<{ readonly remnants: readonly Remnant[]; close(): void }> {
  // One that does not answer is told as such, long before a list's own deadline.
  await probeTarget(endpoint, imageEndpoint, 1)
  const connection = connect({ endpoint, ...(imageEndpoint ? { imageEndpoint } : {}) })
  const { cri } = connection
  const [{ containers }, { items }, { images }] = await Promise.all([
    cri.listContainers({}),
    cri.listPodSandbox({}),
    cri.listImages({}),
  ])
  const left = ({ labels }: { readonly labels: Readonly<Record<string, string>> }) => {
    const run = labels[RUN_LABEL]
    return run !== undefined && isOver(run)
  }
  const references = images.flatMap(({ repo_tags, repo_digests }) =>
    repo_tags.length > 0 ? repo_tags : repo_digests,
  )
  const pulled = new Set(
    findRuns()
      .filter(({ runId }) => isOver(runId))
      .flatMap(({ stateDir }) => pulledImages(stateDir))
      .filter((it) => it.endpoint === (imageEndpoint ?? endpoint))
      .map(({ image }) => image),
  )
  const remnants: readonly Remnant[] = [
    ...containers.filter(left).map(({ id }) => ({
      what: `container ${id}`,
      remove: () => removeContainer(cri, id),
    })),
    ...items.filter(left).map(({ id }) => ({
      what: `pod ${id}`,
      remove: () => removePod(cri, id),
    })),
    ...references
      .filter((image) => ofRun(image, isOver) || pulled.has(image))
      .map((image) => ({
        what: `image ${image}`,
        remove: async () => {
          await cri.removeImage({ image: { image } })
        },
      })),
  ]
  return { remnants, close: () => connection.close() }
}

// References of the registry's, which has a loopback address for each way to log in: 127.0.0.x:PORT/crivet-RUNID/…
function ofRun(image: string, isOver: (runId: string) => boolean): boolean {
  const [, runId] = /^127\.0\.0\.[0-9]+:[0-9]+\/crivet-([a-z0-9]+)\//.exec(image) ?? []
  return runId !== undefined && isOver(runId)
}
