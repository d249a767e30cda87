import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { runCommand } from './executables.ts'

/** One line of mountinfo. */
export interface Mount {
  readonly mountPoint: string
  /** What of the file system is mounted there. */
  readonly root: string
  readonly fsType: string
  readonly source: string
  /** Whether mounts below it propagate to others. */
  readonly shared: boolean
}

/** The mounts this process sees, in the order they were made. */
export function listMounts(): readonly Mount[] {
  return readFileSync('/proc/self/mountinfo', 'utf8').split('\n').filter(Boolean).map(parseMount)
}

/** Whether a mount point's topmost mount is shared. */
export function isSharedMount(mountPoint: string): boolean {
  return listMounts().findLast((mount) => mount.mountPoint === mountPoint)?.shared ?? false
}

/** The mounts on or below a folder. */
export function mountsBeneath(dir: string): readonly Mount[] {
  return listMounts().filter(
    ({ mountPoint }) => mountPoint === dir || mountPoint.startsWith(`${dir}/`),
  )
}

/** Unmounts everything on or below a folder, last first; gives the mount points that stayed. */
export async function unmountBeneath(dir: string): Promise<readonly string[]> {
  // Busy ones are detached in the second round; what was covered by another shows in the next.
  for (const flags of [[], ['-l'], ['-l']]) {
    const points = [...new Set(mountsBeneath(dir).map((mount) => mount.mountPoint))].reverse()
    if (points.length === 0) return []
    points.sort((a, b) => b.split('/').length - a.split('/').length)
    await runCommand('umount', [...flags, '--', ...points], { timeoutMs: 30_000 })
  }
  return mountsBeneath(dir).map((mount) => mount.mountPoint)
}

/** Removes a folder, but never through a mount; gives what stayed. */
export async function removeTree(dir: string): Promise<readonly string[]> {
  const mounted = await unmountBeneath(dir)
  if (mounted.length > 0) return mounted.map((point) => `mount ${point}`)
  try {
    await rm(dir, { recursive: true, force: true, maxRetries: 3 })
    return []
  } catch (error) {
    return [`folder ${dir} (${(error as Error).message})`]
  }
}

function parseMount(line: string): Mount {
  const [before = '', after = ''] = line.split(' - ')
  const fields = before.split(' ')
  const [fsType = '', source = ''] = after.split(' ')
  return {
    mountPoint: unescapeOctal(fields[4]),
    root: unescapeOctal(fields[3]),
    fsType,
    source: unescapeOctal(source),
    shared: fields.slice(6).some((tag) => tag.startsWith('shared:')),
  }
}

function unescapeOctal(path = ''): string {
  // The kernel writes space, tab, newline and backslash in octal.
  return path.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))
}
