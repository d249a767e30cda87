import { existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { listMounts } from './mounts.ts'

// Pods sit two to four levels below the root; slices of systemd add some.
const DEPTH = 8

/** The cgroup folders of every hierarchy, absolute, parents before children. */
export function listCgroups(): readonly string[] {
  return hierarchies().flatMap((root) => foldersBelow(root, DEPTH))
}

/** The cgroup folders one of whose own names is wanted, with all that lies below them. */
export function findCgroups(wanted: (name: string) => boolean): readonly string[] {
  return hierarchies().flatMap((root) =>
    foldersBelow(root, DEPTH).filter((dir) =>
      dir
        .slice(root.length + 1)
        .split('/')
        .some(wanted),
    ),
  )
}

/** Lets frozen processes run on, so that a signal reaches them. */
export function thawCgroups(dirs: readonly string[]): void {
  for (const dir of dirs) {
    tryWrite(join(dir, 'freezer.state'), 'THAWED')
    tryWrite(join(dir, 'cgroup.freeze'), '0')
  }
}

/** Removes the folders, children first; gives those that stayed. */
export async function removeCgroups(dirs: readonly string[]): Promise<readonly string[]> {
  let left = [...dirs].sort((a, b) => b.length - a.length)
  // A cgroup stays busy until the kernel has let go of its last process.
  for (let round = 0; left.length > 0 && round < 50; round += 1) {
    if (round > 0) await delay(20)
    left = left.filter((dir) => !removeEmpty(dir))
  }
  return left
}

/** Whether a cgroup's own name is that of a run, as the parent that its pods are asked into. */
export function isRunCgroup(name: string, runId: string): boolean {
  return new RegExp(`^crivet[-_]${runId}(?![a-z0-9-])`).test(name)
}

/**
 * Removes the parents that a run's pods were asked into, as a kubelet does; those in which a runtime left
 * something stay, and with them what it left, so that it can be told.
 */
export async function removePodCgroups(runId: string): Promise<void> {
  const ours = findCgroups((name) => isRunCgroup(name, runId))
  await removeCgroups(
    ours.filter(
      (dir) => isRunCgroup(basename(dir), runId) || isRunCgroup(basename(dirname(dir)), runId),
    ),
  )
}

/** Removes all that a run's pods were asked into, with what a runtime left in it; gives what stayed. */
export function removeRunCgroups(runId: string): Promise<readonly string[]> {
  return removeCgroups(findCgroups((name) => isRunCgroup(name, runId)))
}

/** The runs of which cgroups are there, and whether a process is in one of them. */
export function runsOfCgroups(): readonly { readonly runId: string; readonly isBusy: boolean }[] {
  const busy = new Map<string, boolean>()
  for (const dir of listCgroups()) {
    const runId = runOfCgroup(dir)
    if (runId !== undefined) busy.set(runId, (busy.get(runId) ?? false) || !isIdle(dir))
  }
  return [...busy].map(([runId, isBusy]) => ({ runId, isBusy }))
}

/** The run whose pods were asked into a cgroup or one above it. */
export function runOfCgroup(dir: string): string | undefined {
  return dir
    .split('/')
    .map((name) => RUN_CGROUP.exec(name)?.[1])
    .find((runId) => runId !== undefined)
}

const RUN_CGROUP = /^crivet[-_]([a-z0-9]{8})(?![a-z0-9-])/

function isIdle(dir: string): boolean {
  const processes = join(dir, 'cgroup.procs')
  return !existsSync(processes) || readFileSync(processes, 'utf8') === ''
}

/** Removes the folders named so at the top of every hierarchy where nothing is left in them. */
export function removeEmptyTopCgroups(name: string): void {
  for (const root of hierarchies()) {
    if (existsSync(join(root, name))) removeEmpty(join(root, name))
  }
}

/** Whether any hierarchy has a folder of that name at its top. */
export function hasTopCgroup(name: string): boolean {
  return hierarchies().some((root) => existsSync(join(root, name)))
}

function hierarchies(): readonly string[] {
  const roots = listMounts().filter(({ fsType }) => fsType === 'cgroup' || fsType === 'cgroup2')
  const points = new Set(roots.map(({ mountPoint }) => mountPoint))
  // A hierarchy inside another one, as a privileged pod leaves it, is walked with the outer one.
  return [...points].filter((point) => !points.has(dirname(point)))
}

function foldersBelow(dir: string, depth: number): readonly string[] {
  if (depth === 0) return []
  return subfolders(dir).flatMap((child) => [child, ...foldersBelow(child, depth - 1)])
}

function subfolders(dir: string): readonly string[] {
  try {
    const entries = readdirSync(dir, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(dir, entry.name))
  } catch {
    // Cgroups come and go while they are listed.
    return []
  }
}

function removeEmpty(dir: string): boolean {
  try {
    rmdirSync(dir)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}

function tryWrite(file: string, value: string): void {
  if (!existsSync(file)) return
  try {
    writeFileSync(file, value)
  } catch {
    // Gone meanwhile; a cgroup that stays frozen shows as a process that does not end.
  }
}
