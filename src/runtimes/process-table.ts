import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** A process as procfs shows it; pid and start time together name it for good. */
export interface ProcessEntry {
  readonly pid: number
  readonly ppid: number
  /** Clock ticks since boot. */
  readonly startTicks: string
  readonly name: string
  readonly argv: readonly string[]
}

/** A process by number and start time, so that a reused number is not taken for it. */
export interface ProcessRef {
  readonly pid: number
  readonly startTicks: string
}

/** All live processes; zombies are not alive. */
export function listProcesses(): readonly ProcessEntry[] {
  return processIds()
    .map(readProcess)
    .filter((entry) => entry !== undefined)
}

/** The process of that number, unless it is gone or a zombie. */
export function readProcess(pid: number): ProcessEntry | undefined {
  const stat = readProc(pid, 'stat')
  const fields = statFields(stat)
  const [state, ppid] = fields
  const startTicks = fields[19]
  if (ppid === undefined || startTicks === undefined || state === 'Z' || state === 'X')
    return undefined
  return {
    pid,
    ppid: Number(ppid),
    startTicks,
    name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
    argv: readProc(pid, 'cmdline').split('\0').slice(0, -1),
  }
}

/** How many children a process has, zombies among them. */
export function countChildren(parent: number): number {
  return processIds().filter((pid) => statFields(readProc(pid, 'stat'))[1] === String(parent))
    .length
}

/** Whether that very process still runs. */
export function isRunning(ref: ProcessRef): boolean {
  return readProcess(ref.pid)?.startTicks === ref.startTicks
}

/** The cgroup paths a process is in, one per hierarchy. */
export function cgroupsOf(pid: number): readonly string[] {
  return readProc(pid, 'cgroup')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(':').slice(2).join(':'))
}

/** The mountinfo line of what the process sees as `/`: for a container it names the snapshot below it. */
export function rootMountOf(pid: number): string {
  const lines = readProc(pid, 'mountinfo').split('\n')
  return lines.findLast((line) => line.split(' ')[4] === '/') ?? ''
}

/** The identity of one of a process's namespaces, such as `net:[4026531840]`. */
export function namespaceOf(pid: number | 'self', kind: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`)
  } catch {
    // Gone meanwhile, or not ours to look at.
    return undefined
  }
}

/** The programs a process runs, by file name: what the kernel says and what it was called as. */
export function programNames(entry: ProcessEntry): readonly string[] {
  const names = entry.argv[0] === undefined ? [entry.name] : [entry.name, basename(entry.argv[0])]
  try {
    names.push(basename(readlinkSync(`/proc/${entry.pid}/exe`).replace(/ \(deleted\)$/, '')))
  } catch {
    // A kernel thread or a process that just went has no program.
  }
  return names
}

/** The processes and everything they started that still hangs on them. */
export function withDescendants(
  roots: readonly ProcessEntry[],
  all: readonly ProcessEntry[],
): readonly ProcessEntry[] {
  const found = new Map(roots.map((entry) => [entry.pid, entry]))
  for (const { pid } of found.values()) {
    for (const child of all) if (child.ppid === pid) found.set(child.pid, child)
  }
  return [...found.values()]
}

/** Sends a signal to that very process; false when it is gone. */
export function signalProcess(ref: ProcessRef, signal: NodeJS.Signals): boolean {
  if (!isRunning(ref)) return false
  try {
    process.kill(ref.pid, signal)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

/** Waits until none of the processes runs; gives those that still do at the end of the time. */
export async function waitUntilGone(
  refs: readonly ProcessRef[],
  timeoutMs: number,
): Promise<readonly ProcessRef[]> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const left = refs.filter(isRunning)
    if (left.length === 0 || Date.now() >= deadline) return left
    await delay(10)
  }
}

export function processIds(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

// The name may hold spaces and brackets: the fields start after the last one.
function statFields(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    // Processes end while the table is read.
    return ''
  }
}
