import { rmSync } from 'node:fs'
import { runCommand } from '../runtimes/executables.ts'
import { listMounts } from '../runtimes/mounts.ts'
import { namespaceOf, processIds } from '../runtimes/process-table.ts'

/** All processes in a namespace, as `net:[4026531840]`. */
export function processesIn(namespace: string): readonly number[] {
  const kind = namespace.split(':')[0] ?? ''
  return processIds().filter((pid) => namespaceOf(pid, kind) === namespace)
}

/** Where a namespace is kept by a mount. */
export function namespaceMounts(name: string): readonly string[] {
  return listMounts().flatMap(({ root, mountPoint }) => (root === name ? [mountPoint] : []))
}

/** Those of the paths at which something is mounted. */
export function stillMounted(points: readonly string[]): readonly string[] {
  const mounted = new Set(listMounts().map(({ mountPoint }) => mountPoint))
  return points.filter((point) => mounted.has(point))
}

/** Takes away the mounts that keep namespaces, and the files they are on; those that went meanwhile are left out. */
export async function dropMounts(points: readonly string[]): Promise<void> {
  for (const point of stillMounted(points).toReversed()) {
    const { code, stderr } = await runCommand('umount', ['--lazy', '--', point])
    if (code !== 0) throw new Error(`umount ${point}: ${stderr.trim()}`)
    rmSync(point, { force: true })
  }
}
