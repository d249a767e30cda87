import { connect } from '../cri/client.ts'
import type { Image } from '../cri/gen/messages.ts'
import { RUN_LABEL } from '../scenario/labels.ts'
import { removeContainer, removePod } from '../scenario/tracked-cri.ts'
import { probeTarget } from './probe-target.ts'

/** What an interrupted run left on a runtime, and how to remove it. */
export interface Remnant {
  readonly runId: string
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
  const remnants: readonly Remnant[] = [
    ...containers.map(({ id, labels }) => ({
      runId: labels[RUN_LABEL],
      what: `container ${id}`,
      remove: () => removeContainer(cri, id),
    })),
    ...items.map(({ id, labels }) => ({
      runId: labels[RUN_LABEL],
      what: `pod ${id}`,
      remove: () => removePod(cri, id),
    })),
    ...images.flatMap(namesOf).map((image) => ({
      runId: RUN_IMAGE.exec(image)?.[1],
      what: `image ${image}`,
      remove: async () => {
        await cri.removeImage({ image: { image } })
      },
    })),
  ].filter((it): it is Remnant => it.runId !== undefined && isOver(it.runId))
  return { remnants, close: () => connection.close() }
}

function namesOf({ repo_tags, repo_digests }: Image): readonly string[] {
  return repo_tags.length > 0 ? repo_tags : repo_digests
}

// The embedded registry's references.
const RUN_IMAGE = /^127\.0\.0\.1:[0-9]+\/crivet-([a-z0-9]+)\//
