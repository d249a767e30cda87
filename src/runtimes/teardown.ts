import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { findCgroups, isRunCgroup, removeCgroups, thawCgroups } from './cgroups.ts'
import { removeBridge } from './cni-network.ts'
import { removeCrioHostPorts } from './crio/host-ports.ts'
import { removeNetworkRules } from './host-port-rules.ts'
import { removeTree, unmountBeneath } from './mounts.ts'
import {
  cgroupsOf,
  listProcesses,
  namespaceOf,
  type ProcessEntry,
  programNames,
  rootMountOf,
  signalProcess,
  waitUntilGone,
  withDescendants,
} from './process-table.ts'
import { removeTrust } from './registry-trust.ts'
import { removeCniCache, removeFile, restoreSharedState } from './shared-state.ts'
import { findRuns, type RunRecord, readRecord } from './state-dir.ts'

const GRACE_MS = 5_000
const KILL_MS = 10_000
// Deep enough for DAEMON-ROOT/PLUGIN/NAMESPACE/ID, not for what lies in images.
const ID_DEPTH = 5

/** Ends all processes of a run and removes all it made on the host; gives what could not be removed. */
export async function tearDown(run: RunRecord): Promise<readonly string[]> {
  const { stateDir, launched } = run
  const left: string[] = []
  await stopDaemon(run)
  const ids = podAndContainerIds(stateDir)
  const ownCgroup = (name: string) => isRunCgroup(name, run.runId) || ids.has(idIn(name))
  thawCgroups(findCgroups(ownCgroup))
  left.push(...(await killProcesses(run, ownCgroup)))
  const sockets = shimSockets(stateDir)
  await unmountBeneath(stateDir)
  left.push(...(await removeCgroups(findCgroups(ownCgroup))).map((dir) => `cgroup ${dir}`))
  left.push(...sockets.filter((file) => !removeFile(file)))
  if (launched !== undefined) {
    left.push(...(await removeBridge(launched.cni)))
    left.push(...(await removeNetworkRules(launched.cni.network)))
    if (launched.kind === 'crio') left.push(...(await removeCrioHostPorts(launched.cni.subnet)))
    left.push(...removeCniCache(launched.cni.network, ids))
    const others = findRuns().some((it) => it.stateDir !== stateDir && it.launched !== undefined)
    await restoreSharedState(launched.before, others)
  }
  if (run.trust !== undefined) left.push(...removeTrust(run.trust))
  // The folder goes last and only when the rest is gone: its record is what a later cleanup needs.
  return left.length > 0 ? left : removeTree(stateDir)
}

/** The same by the run's folder; nothing to do where that is gone. */
export async function tearDownRun(stateDir: string): Promise<readonly string[]> {
  if (!existsSync(stateDir)) return []
  const run = readRecord(stateDir)
  return run === undefined ? [`${stateDir} holds no record of a run`] : tearDown(run)
}

/** The processes that belong to a run: daemon, shims or monitors, and all that runs in its containers. */
export function processesOf(
  run: RunRecord,
  ownCgroup: (name: string) => boolean,
): readonly ProcessEntry[] {
  const all = listProcesses().filter(({ pid }) => pid !== process.pid)
  const home = namespaceOf('self', 'mnt')
  // Its name alone: mountinfo gives paths from the root of their own file system.
  const folder = `/${basename(run.stateDir)}/`
  const roots = all.filter(
    (entry) =>
      isDaemonOrShim(entry, run) ||
      cgroupsOf(entry.pid).some((path) => path.split('/').some(ownCgroup)) ||
      // A container that left its cgroups still stands on a snapshot of ours.
      (namespaceOf(entry.pid, 'mnt') !== home && rootMountOf(entry.pid).includes(folder)),
  )
  return withDescendants(roots, all)
}

async function stopDaemon({ launched }: RunRecord): Promise<void> {
  const daemon = launched?.daemon
  if (daemon !== undefined && signalProcess(daemon, 'SIGTERM'))
    await waitUntilGone([daemon], GRACE_MS)
}

async function killProcesses(
  run: RunRecord,
  ownCgroup: (name: string) => boolean,
): Promise<readonly string[]> {
  // A second look: what a process started while it was being killed.
  for (let round = 0; round < 3; round += 1) {
    const processes = processesOf(run, ownCgroup)
    if (processes.length === 0) return []
    // Shims and monitors last: they reap what is in the containers, an init may take its time.
    const inContainers = processes.filter((entry) => !isDaemonOrShim(entry, run))
    for (const group of [inContainers, processes]) {
      for (const entry of group) signalProcess(entry, 'SIGKILL')
      await waitUntilGone(group, KILL_MS)
    }
  }
  return processesOf(run, ownCgroup).map(({ pid, name }) => `process ${pid} (${name})`)
}

function isDaemonOrShim(entry: ProcessEntry, { stateDir, launched }: RunRecord): boolean {
  return (
    launched !== undefined &&
    entry.argv.some((arg) => arg.includes(`${stateDir}/`)) &&
    programNames(entry).some((name) => launched.programs.includes(name))
  )
}

// Runtimes name a container's cgroup ID, PREFIX-ID or PREFIX-ID.scope.
function idIn(name: string): string {
  return /[0-9a-f]{64}/.exec(name)?.[0] ?? ''
}

/** All ids of pods and containers that left a folder named so in the run's folder. */
function podAndContainerIds(dir: string, depth = ID_DEPTH): Set<string> {
  const ids = new Set<string>()
  if (depth === 0 || !existsSync(dir)) return ids
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    if (/^[0-9a-f]{64}$/.test(entry.name)) ids.add(entry.name)
    else for (const id of podAndContainerIds(join(dir, entry.name), depth - 1)) ids.add(id)
  }
  return ids
}

// containerd keeps the sockets of its shims outside its own folders; each bundle tells which.
function shimSockets(stateDir: string): readonly string[] {
  const tasks = join(stateDir, 'state', 'io.containerd.runtime.v2.task', 'k8s.io')
  if (!existsSync(tasks)) return []
  const files = readdirSync(tasks).flatMap((id) => [
    join(tasks, id, 'address'),
    join(tasks, id, 'bootstrap.json'),
    join(tasks, id, 'shim-binary-path'),
  ])
  const texts = files.filter(existsSync).map((file) => readFileSync(file, 'utf8'))
  const sockets = texts.flatMap((text) => text.match(/\/[^"\s]*\/s\/[0-9a-f]{64}/g) ?? [])
  return [...new Set(sockets)].filter(existsSync)
}
