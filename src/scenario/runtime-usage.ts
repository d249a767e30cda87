import { readdirSync, readFileSync } from 'node:fs'
import { findCgroups } from '../runtimes/cgroups.ts'
import { countChildren, readProcess } from '../runtimes/process-table.ts'
import { listenerOn } from '../runtimes/sockets.ts'

/** What a runtime holds on its host for one container: the daemon and the helper taken together. */
export interface RuntimeUsage {
  readonly residentBytes: number
  readonly fds: number
  readonly threads: number
  /** In the daemon's mount namespace. */
  readonly mounts: number
  /** Processes that the helper has, zombies among them. */
  readonly children: number
  /** Cgroup folders that bear the container's id, in all hierarchies. */
  readonly cgroups: number
}

/** What the daemon behind the socket and the parent of a container's main process hold. */
export function runtimeUsage(socket: string, containerId: string, mainPid: number): RuntimeUsage {
  const daemon = listenerOn(socket)
  if (daemon === undefined)
    throw new Error(`no process of this host is seen listening on ${socket}`)
  const helper = readProcess(mainPid)?.ppid
  if (helper === undefined) throw new Error(`process ${mainPid} is not there`)
  const figures = [daemon, helper].map((pid) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const figure = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
    return {
      residentBytes: figure('VmRSS') * 1024,
      threads: figure('Threads'),
      fds: readdirSync(`/proc/${pid}/fd`).length,
    }
  })
  const sum = (name: 'residentBytes' | 'threads' | 'fds') =>
    figures.reduce((total, each) => total + each[name], 0)
  return {
    residentBytes: sum('residentBytes'),
    fds: sum('fds'),
    threads: sum('threads'),
    mounts: readFileSync(`/proc/${daemon}/mountinfo`, 'utf8').trimEnd().split('\n').length,
    children: countChildren(helper),
    cgroups: findCgroups((name) => name.includes(containerId)).length,
  }
}
