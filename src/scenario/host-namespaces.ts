import { readdirSync, readlinkSync, rmSync } from 'node:fs'
import { runCommand } from '../runtimes/executables.ts'
import { listMounts } from '../runtimes/mounts.ts'

/** All processes in a namespace, as `net:[4026531840]`. */
export function processesIn(namespace: string): readonly number[] {
  const kind = namespace.split(':')[0] ?? ''
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .filter((each) => namespaceOf(each, kind) === namespace)
    .map(Number)
}

/** Where a namespace is kept by a mount. */
export function namespaceMounts(name: string): readonly string[] {
  return listMounts().flatMap(({ root, mountPoint }) => (root === name ? [mountPoint] : []))
}

/** Whether something is mounted there. */
export function isMountPoint(path: string): boolean {
  return listMounts().some(({ mountPoint }) => mountPoint === path)
}

/** Takes away the mounts that keep namespaces, and the files they are on; those that went meanwhile are left out. */
export async function dropMounts(points: readonly string[]): Promise<void> {
  for (const point of points.filter(isMountPoint).toReversed()) {
    const { code, stderr } = await runCommand('umount', ['--lazy', '--', point])
    if (code !== 0) throw new Error(`umount ${point}: ${stderr.trim()}`)
    rmSync(point, { force: true })
  }
}

function namespaceOf(pid: string, name: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/${name}`)
  } catch {
    // Processes come and go between the listing and the look.
    return undefined
  }
}
