import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isRunCgroup } from '../runtimes/cgroups.ts'
import { mentions, takeCensus } from '../runtimes/host-census.ts'
import type { Target } from './target.ts'

/**
 * What a runtime keeps on this host of this run, or of objects with these ids: processes, mounts, cgroups,
 * interfaces, rules, files. The cgroups that pods are asked into are a kubelet's, and left out.
 */
export async function hostTraces(
  { runId, launched, stateDir }: Target,
  ids: readonly string[],
): Promise<readonly string[]> {
  const marks = [runId, ...(launched ? [launched.bridge] : []), ...ids]
  const census = (await takeCensus()).filter(
    (it) => mentions(it, marks) && !(it.kind === 'cgroup' && isPodParent(it.key, runId)),
  )
  return [
    ...census.map(({ kind, key }) => `${kind} ${key}`),
    ...(launched ? portsOf(launched.bridge) : []),
    ...foldersNamed(stateDir, ids, STATE_DEPTH),
  ].sort()
}

function isPodParent(dir: string, runId: string): boolean {
  return isRunCgroup(basename(dir), runId) || isRunCgroup(basename(dirname(dir)), runId)
}

function portsOf(bridge: string): readonly string[] {
  const ports = `/sys/class/net/${bridge}/brif`
  return existsSync(ports) ? readdirSync(ports).map((name) => `interface ${name}`) : []
}

// State by id lies three or four levels deep; below are root file systems, and logs are the client's.
const STATE_DEPTH = 5
const NO_STATE = ['logs', 'folders', 'snapshots', 'overlay', 'content', 'rootfs', 'merged']

function foldersNamed(dir: string, ids: readonly string[], depth: number): readonly string[] {
  if (depth === 0 || ids.length === 0) return []
  return subfolders(dir).flatMap((name) => [
    ...(ids.some((id) => name.includes(id)) ? [`folder ${join(dir, name)}`] : []),
    ...foldersNamed(join(dir, name), ids, depth - 1),
  ])
}

function subfolders(dir: string): readonly string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((it) => it.isDirectory() && !NO_STATE.includes(it.name))
      .map(({ name }) => name)
  } catch {
    // Gone meanwhile.
    return []
  }
}
