import { ownLabels } from './labels.ts'
import { removeContainer, removePod } from './removal.ts'
import type { Scope } from './scope.ts'

/**
 * Looks for objects with the scenario's labels that its cleanup did not know of, removes them,
 * and answers what is left, a line each. Labels are compared here too: a filter may be ignored.
 */
export async function leftovers({
  cleanupCri: cri,
  key,
  target,
}: Scope): Promise<readonly string[]> {
  const wanted = Object.entries(ownLabels(target, key))
  const ours = ({ labels }: { labels: Readonly<Record<string, string>> }) =>
    wanted.every(([name, value]) => labels[name] === value)
  const filter = { label_selector: Object.fromEntries(wanted) }
  const [{ containers }, { items }] = await Promise.all([
    cri.listContainers({ filter }),
    cri.listPodSandbox({ filter }),
  ])
  const left: string[] = []
  for (const { id, state } of containers.filter(ours)) {
    left.push(`container ${id} (${state})`)
    await removeContainer(cri, id)
  }
  for (const { id, state } of items.filter(ours)) {
    left.push(`pod ${id} (${state})`)
    await removePod(cri, id)
  }
  return left
}
