import type { Harness } from '../../scenario/harness.ts'
import { SCENARIO_LABEL } from '../../scenario/labels.ts'
import { removePod } from '../../scenario/removal.ts'

/** Removes the pods that a faulty runtime would not; those whose labels the fault changed go with the run. */
export async function sweep(
  { connection: { cri }, target }: Harness,
  prefix: string,
): Promise<void> {
  const { items } = await cri.listPodSandbox({})
  const namespace = `crivet-${target.runId}`
  for (const { id, labels, metadata } of items) {
    if (metadata?.namespace !== namespace) continue
    if (labels[SCENARIO_LABEL]?.startsWith(prefix)) await removePod(cri, id)
  }
}
