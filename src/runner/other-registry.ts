import { connect } from '../cri/client.ts'
import { CrivetError } from '../errors.ts'
import { pushedReference } from '../registry/reference.ts'
import { recordPull } from '../runtimes/pulled-images.ts'

/** Where a test image is to come from, and who pulls it. */
export interface OtherRegistry {
  readonly endpoint: string
  readonly imageEndpoint: string | undefined
  readonly registry: string
  readonly stateDir: string
}

/** Tries a test image of a registry that is not crivet's; CRIVET_PREFLIGHT where the runtime does not get at it. */
export async function checkRegistry(options: OtherRegistry): Promise<void> {
  const { endpoint, imageEndpoint, registry, stateDir } = options
  const { cri, close } = connect({ endpoint, ...(imageEndpoint ? { imageEndpoint } : {}) })
  const image = pushedReference(registry, 'workload')
  try {
    if ((await cri.imageStatus({ image: { image } })).image) return
    recordPull(stateDir, image)
    await cri.pullImage({ image: { image } })
    await cri.removeImage({ image: { image } })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CrivetError('CRIVET_PREFLIGHT', `${image} cannot be pulled: ${why}`, {
      hint: `put the test images there: crivet images push ${registry}`,
      cause,
    })
  } finally {
    close()
  }
}
