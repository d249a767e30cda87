import { connect } from '../cri/client.ts'
import { CrivetError } from '../errors.ts'
import { pushedReference } from '../registry/reference.ts'
import { recordPull } from '../runtimes/pulled-images.ts'
import type { Target } from '../scenario/target.ts'

/**
 * Tries a test image where those of the run come from a registry that is not crivet's; it is not there afterwards unless
 * it was before.
 *
 * @throws CrivetError CRIVET_PREFLIGHT where the runtime does not get at it.
 */
export async function checkOtherRegistry(target: Target, signal: AbortSignal): Promise<void> {
  const { endpoint, imageEndpoint, otherRegistry, stateDir, timeoutScale } = target
  if (otherRegistry === undefined) return
  const connection = connect({
    endpoint,
    ...(imageEndpoint ? { imageEndpoint } : {}),
    deadlineScale: timeoutScale,
  })
  const { cri } = connection.with({ signal })
  const image = pushedReference(otherRegistry, 'workload')
  const pull = async () => {
    if ((await cri.imageStatus({ image: { image } })).image) return false
    recordPull(stateDir, { endpoint: imageEndpoint ?? endpoint, image })
    await cri.pullImage({ image: { image } })
    return true
  }
  try {
    const pulled = await pull().catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new CrivetError('CRIVET_PREFLIGHT', `${image} cannot be pulled: ${why}`, {
        hint: `put the test images there: crivet images push ${otherRegistry}`,
        cause,
      })
    })
    if (pulled) await cri.removeImage({ image: { image } })
  } finally {
    connection.close()
  }
}
