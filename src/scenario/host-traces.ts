import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isRunCgroup } from '../runtimes/cgroups.ts'
import { mentions, takeCensus } from '../runtimes/host-census.ts'
import { signalProcess } from '../runtimes/process-table.ts'
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

/** The traces that are there now beyond those of before; another daemon or port takes the place of one that went. */
export function tracesBeyond(before: readonly string[], now: readonly string[]): readonly string[] {
  const went = before.filter((trace) => !now.includes(trace)).map(kindOf)
  return now.filter((trace) => {
    if (before.includes(trace)) return false
    const place = went.indexOf(kindOf(trace))
    if (place >= 0) went.splice(place, 1)
    return place < 0
  })
}

// A daemon that was started again is another process, and serves at another port.
function kindOf(trace: string): string {
  return trace.replace(PROCESS, 'process ').replace(/^(port \S+) \d+/, '$1')
}

const PROCESS = /^process (\d+)@(\d+) /

/** Ends the processes of these traces that still are there. */
export function endTraced(traces: readonly string[]): void {
  for (const trace of traces) {
    const [, pid, startTicks] = PROCESS.exec(trace) ?? []
    if (startTicks !== undefined) signalProcess({ pid: Number(pid), startTicks }, 'SIGKILL')
  }
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
