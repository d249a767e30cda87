import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { listCgroups } from './cgroups.ts'
import { FAMILIES, tableRules } from './host-port-rules.ts'
import { listMounts } from './mounts.ts'
import {
  listProcesses,
  namespaceOf,
  type ProcessEntry,
  programNames,
  rootMountOf,
} from './process-table.ts'
import { socketsOf, tcpListeners } from './sockets.ts'

const RUNTIME_PROGRAMS =
  /^(containerd|crio$|conmon|cri-dockerd$|dockerd$|runc|crun|youki|kata|runsc|pinns$)/
// Where runtimes and CNI plugins keep files outside their own folders.
const SHARED_DIRS = [
  '/run/netns',
  '/run/containerd/s',
  '/var/lib/cni/results',
  '/var/lib/cni/networks',
]

/** What a census counts. */
export type CensusKind = 'process' | 'mount' | 'interface' | 'cgroup' | 'port' | 'rule' | 'file'

/** One thing on the host; kind and key are what two censuses are compared by. */
export interface CensusEntry {
  readonly kind: CensusKind
  readonly key: string
  /** What tells a reader, or a filter, whose it is. */
  readonly detail: string
}

/** What a runtime can leave on a host, at one moment. */
export type HostCensus = readonly CensusEntry[]

/** What came and what went between two censuses. */
export interface CensusDiff {
  readonly added: readonly CensusEntry[]
  readonly gone: readonly CensusEntry[]
}

/** Counts runtimes, all that runs in namespaces of its own, and what such leave on the host. */
export async function takeCensus(): Promise<HostCensus> {
  const processes = runtimeProcesses()
  return [
    ...processes.map((it) =>
      entry('process', `${it.pid}@${it.startTicks} ${it.name}`, describe(it)),
    ),
    ...listMounts().map((it) =>
      entry('mount', `${it.fsType} ${it.mountPoint}`, `${it.source} ${it.root}`),
    ),
    ...readdirSync('/sys/class/net').map((name) => entry('interface', name, '')),
    ...listCgroups()
      .filter(mayHoldContainers)
      .map((dir) => entry('cgroup', dir, '')),
    ...listeningPorts(processes),
    ...(await rules()),
    ...SHARED_DIRS.flatMap(files),
  ]
}

/** Compares two censuses, leaving out what the caller knows to be others'. */
export function diffCensus(
  before: HostCensus,
  after: HostCensus,
  options: { readonly ignore?: (entry: CensusEntry) => boolean } = {},
): CensusDiff {
  const { ignore = () => false } = options
  return {
    added: missingFrom(before, after).filter((it) => !ignore(it)),
    gone: missingFrom(after, before).filter((it) => !ignore(it)),
  }
}

/** Whether an entry names one of these: a run's id or folder, a pod's or container's id, a bridge. */
export function mentions(it: CensusEntry, marks: readonly string[]): boolean {
  return marks.some((mark) => it.key.includes(mark) || it.detail.includes(mark))
}

function entry(kind: CensusKind, key: string, detail: string): CensusEntry {
  return { kind, key, detail }
}

// The same mount can be there twice: counted, not only looked up.
function missingFrom(known: HostCensus, census: HostCensus): HostCensus {
  const counts = new Map<string, number>()
  const id = (it: CensusEntry) => `${it.kind} ${it.key}`
  for (const it of known) counts.set(id(it), (counts.get(id(it)) ?? 0) + 1)
  return census.filter((it) => {
    const left = counts.get(id(it)) ?? 0
    counts.set(id(it), left - 1)
    return left <= 0
  })
}

function runtimeProcesses(): readonly ProcessEntry[] {
  const home = {
    mnt: namespaceOf('self', 'mnt'),
    net: namespaceOf('self', 'net'),
    pid: namespaceOf('self', 'pid'),
  }
  return listProcesses().filter((it) => {
    // Kernel threads have no command line.
    if (it.argv.length === 0) return false
    if (programNames(it).some((name) => RUNTIME_PROGRAMS.test(name))) return true
    return (['mnt', 'net', 'pid'] as const).some((kind) => {
      const own = namespaceOf(it.pid, kind)
      return own !== undefined && own !== home[kind]
    })
  })
}

function describe(it: ProcessEntry): string {
  const upper = /upperdir=([^,\s]+)/.exec(rootMountOf(it.pid))?.[1]
  return it.argv.join(' ') + (upper === undefined ? '' : ` (on ${upper})`)
}

// What a service manager starts and stops meanwhile is no runtime's doing.
function mayHoldContainers(dir: string): boolean {
  if (/\/user\.slice(\/|$)/.test(dir)) return false
  return !/\.(service|mount|socket|swap)(\/|$)/.test(dir) || /[0-9a-f]{64}/.test(dir)
}

function listeningPorts(processes: readonly ProcessEntry[]): HostCensus {
  const holders = new Map(processes.flatMap((it) => socketsOf(it.pid).map((inode) => [inode, it])))
  return tcpListeners().flatMap(({ protocol, port, inode }) => {
    const holder = holders.get(inode)
    if (holder === undefined) return []
    return [entry('port', `${protocol} ${port}`, `${holder.pid} ${describe(holder)}`)]
  })
}

async function rules(): Promise<HostCensus> {
  const tables = FAMILIES.flatMap((family) =>
    (['nat', 'filter'] as const).map((table) => ({ family, table })),
  )
  const all = await Promise.all(
    tables.map(async ({ family, table }) =>
      (await tableRules(family, table))
        // Policies of the built-in chains appear when a table is first looked at.
        .filter((rule) => !rule.startsWith('-P '))
        .map((rule) => entry('rule', `${family} ${table} ${rule}`, '')),
    ),
  )
  return all.flat()
}

function files(dir: string): HostCensus {
  if (!existsSync(dir)) return []
  return readdirSync(dir).map((name) => entry('file', join(dir, name), basename(dir)))
}
