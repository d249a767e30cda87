import { findCgroups, removeCgroups } from '../runtimes/cgroups.ts'
import {
  cgroupsOf,
  listProcesses,
  signalProcess,
  waitUntilGone,
} from '../runtimes/process-table.ts'

const ENDED_MS = 5_000

/** The cgroup folders of a pod, as runtimes and kubelets name them by its uid. */
export function podCgroups(uid: string): readonly string[] {
  return findCgroups((name) => namesPod(name, uid))
}

/** Ends the processes of a pod that are in its cgroups or name its uid, and removes the cgroups. */
export async function clearPod(uid: string): Promise<void> {
  const own = listProcesses().filter(({ pid, argv }) =>
    [...argv, ...cgroupsOf(pid)].some((text) => namesPod(text, uid)),
  )
  for (const entry of own) signalProcess(entry, 'SIGKILL')
  await waitUntilGone(own, ENDED_MS)
  await removeCgroups(podCgroups(uid))
}

// systemd's slices are named with underscores.
function namesPod(text: string, uid: string): boolean {
  return text.includes(uid) || text.includes(uid.replaceAll('-', '_'))
}
