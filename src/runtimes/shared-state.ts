import {
  existsSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { hasTopCgroup, removeEmptyTopCgroups } from './cgroups.ts'
import { hasCrioHostPorts, removeEmptyCrioHostPorts } from './crio/host-ports.ts'
import { hasHostPortChains, removeEmptyHostPortChains } from './host-port-rules.ts'

const IP_FORWARD = '/proc/sys/net/ipv4/ip_forward'
// Where pods land that ask for no cgroup parent.
const TOP_CGROUP = 'k8s.io'
const CNI_CACHE = '/var/lib/cni/results'
// Deepest first. No setting of the daemons moves them.
const SHARED_DIRS = [
  '/run/containerd/s',
  '/run/containerd',
  '/run/crun',
  CNI_CACHE,
  '/var/lib/cni',
  '/run/crio',
  '/var/lib/containers/cache',
  '/var/lib/containers',
] as const
// Where layers were seen: of the image library in CRI-O, by user and not by runtime.
const BLOB_CACHE = '/var/lib/containers/cache/blob-info-cache-v1.sqlite'

/** What of the host a launched runtime shares with others, as it was before: only the rest is ours to remove. */
export interface SharedState {
  readonly dirs: readonly string[]
  readonly topCgroup: boolean
  readonly hostPortChains: boolean
  readonly crioHostPorts: boolean
  readonly blobCache: boolean
  readonly ipForward: string
}

/** Looks at the host; what other launches of crivet brought in counts as not having been there. */
export async function readSharedState(others: readonly SharedState[]): Promise<SharedState> {
  const [chains, crioHostPorts] = await Promise.all([hasHostPortChains(), hasCrioHostPorts()])
  return {
    dirs: SHARED_DIRS.filter(
      (dir) => existsSync(dir) && others.every((it) => it.dirs.includes(dir)),
    ),
    topCgroup: hasTopCgroup(TOP_CGROUP) && others.every((it) => it.topCgroup),
    hostPortChains: chains && others.every((it) => it.hostPortChains),
    crioHostPorts: crioHostPorts && others.every((it) => it.crioHostPorts),
    blobCache: existsSync(BLOB_CACHE) && others.every((it) => it.blobCache),
    ipForward: others[0]?.ipForward ?? readFileSync(IP_FORWARD, 'utf8').trim(),
  }
}

/** Removes what was not there before and nobody uses; restores the rest once no other launch needs it. */
export async function restoreSharedState(before: SharedState, inUse: boolean): Promise<void> {
  if (!before.topCgroup) removeEmptyTopCgroups(TOP_CGROUP)
  // A plugin that works for another launch may have made the chains just now, and not yet its rule in them.
  if (!before.hostPortChains && !inUse) await removeEmptyHostPortChains()
  if (!before.crioHostPorts && !inUse) await removeEmptyCrioHostPorts()
  if (!before.blobCache && !inUse) {
    for (const suffix of ['', '-journal', '-wal', '-shm']) removeFile(BLOB_CACHE + suffix)
  }
  for (const dir of SHARED_DIRS) if (!before.dirs.includes(dir)) removeIfEmpty(dir)
  const now = readFileSync(IP_FORWARD, 'utf8').trim()
  if (!inUse && now !== before.ipForward) writeFileSync(IP_FORWARD, before.ipForward)
}

/** Removes what libcni remembers of a network and of the loopback of these pods; gives what stayed. */
export function removeCniCache(network: string, ids: ReadonlySet<string>): readonly string[] {
  const files = existsSync(CNI_CACHE) ? readdirSync(CNI_CACHE) : []
  const ours = files.filter(
    (name) => name.startsWith(`${network}-`) || name.split('-').some((part) => ids.has(part)),
  )
  return ours.map((name) => join(CNI_CACHE, name)).filter((file) => !removeFile(file))
}

/** Removes a file; true when it is gone. */
export function removeFile(file: string): boolean {
  try {
    unlinkSync(file)
    return true
  } catch (error) {
    // Nor is there one where a folder of its path is a file.
    return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
  }
}

function removeIfEmpty(dir: string): void {
  try {
    rmdirSync(dir)
  } catch (error) {
    // Not empty: another runtime uses it.
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['ENOENT', 'ENOTEMPTY', 'EBUSY'].includes(code)) throw error
  }
}
