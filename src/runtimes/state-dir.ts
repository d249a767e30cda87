import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, realpath, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CrivetError } from '../errors.ts'
import type { CniNetwork } from './cni-network.ts'
import type { LaunchKind } from './launched-runtime.ts'
import { isRunning, type ProcessRef, readProcess } from './process-table.ts'
import type { TrustRecord } from './registry-trust.ts'
import type { SharedState } from './shared-state.ts'

const PREFIX = 'crivet-'
const RECORD = 'run.json'
// sun_path holds 108 bytes with the closing zero.
const SOCKET_PATH_BYTES = 107

/** What a run that launches a runtime writes down, so that a later cleanup finds all it made. */
export interface RunRecord {
  readonly runId: string
  readonly stateDir: string
  /** A process number means nothing after a reboot. */
  readonly bootId: string
  /** The crivet process the run belongs to. */
  readonly owner: ProcessRef
  readonly createdAt: string
  readonly launched?: LaunchRecord
  readonly trust?: TrustRecord
}

/** What was launched in a run's folder; written before the daemon starts, completed after. */
export interface LaunchRecord {
  readonly kind: LaunchKind
  readonly endpoint: string
  /** File names of the programs whose processes with an argument below the folder are ours. */
  readonly programs: readonly string[]
  readonly cni: CniNetwork
  /** What others may share, as it was before. */
  readonly before: SharedState
  readonly daemon?: ProcessRef
}

/** A run's record and whether its crivet still runs. */
export interface FoundRun extends RunRecord {
  readonly alive: boolean
}

/** Makes a run's folder in the temporary folder and writes its first record. */
export async function createStateDir(runId: string): Promise<string> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(runId)) {
    throw new CrivetError('CRIVET_INTERNAL', `run id "${runId}" cannot name a folder`)
  }
  const stateDir = join(await realpath(tmpdir()), PREFIX + runId)
  // Not 0700: with user namespaces the mapped root has to walk to its rootfs.
  await mkdir(stateDir, { mode: 0o711 })
  const owner = readProcess(process.pid)
  if (owner === undefined)
    throw new CrivetError('CRIVET_INTERNAL', '/proc does not show this process')
  await writeRecord({
    runId,
    stateDir,
    bootId: bootId(),
    owner: { pid: owner.pid, startTicks: owner.startTicks },
    createdAt: new Date().toISOString(),
  })
  return stateDir
}

/** Adds to a run's record what it launches; replaces what was written before. */
export function recordLaunch(stateDir: string, launched: LaunchRecord): Promise<RunRecord> {
  return addToRecord(stateDir, { launched })
}

/** Adds to a run's record the certificate that it lays on the host, before it is there. */
export function recordTrust(stateDir: string, trust: TrustRecord): Promise<RunRecord> {
  return addToRecord(stateDir, { trust })
}

/** The runs whose folders are on this machine, with crivet still running or not. */
export function findRuns(): readonly FoundRun[] {
  const roots = new Set([tmpdir(), '/tmp'].filter(existsSync))
  const boot = bootId()
  const runs = new Map<string, FoundRun>()
  for (const root of roots) {
    for (const name of readdirSync(root).filter((entry) => entry.startsWith(PREFIX))) {
      const record = readRecord(join(root, name))
      if (record === undefined) continue
      const alive = record.bootId === boot && isRunning(record.owner)
      runs.set(record.stateDir, { ...record, alive })
    }
  }
  return [...runs.values()]
}

/** Refuses a folder in which the path of a socket would be longer than the kernel takes. */
export function assertSocketFits(path: string): void {
  const bytes = Buffer.byteLength(path)
  if (bytes <= SOCKET_PATH_BYTES) return
  throw new CrivetError(
    'CRIVET_LAUNCH',
    `the socket path ${path} has ${bytes} bytes, ${SOCKET_PATH_BYTES} fit`,
    {
      hint: 'set TMPDIR to a shorter folder, e.g. TMPDIR=/tmp',
    },
  )
}

/** The record of a run's folder, if that is one and ours. */
export function readRecord(stateDir: string): RunRecord | undefined {
  try {
    const folder = lstatSync(stateDir)
    const file = lstatSync(join(stateDir, RECORD))
    // Whoever else can write in the temporary folder must not choose what root removes.
    const mine = folder.uid === process.getuid?.() && file.uid === folder.uid
    if (!mine || !folder.isDirectory() || !file.isFile()) return undefined
    const record = JSON.parse(readFileSync(join(stateDir, RECORD), 'utf8')) as RunRecord
    return record.stateDir.endsWith(`/${PREFIX}${record.runId}`) ? record : undefined
  } catch {
    // Not a run's folder, or one that is just being removed.
    return undefined
  }
}

async function addToRecord(stateDir: string, made: Partial<RunRecord>): Promise<RunRecord> {
  const record = readRecord(stateDir)
  if (record === undefined) {
    throw new CrivetError('CRIVET_INTERNAL', `${stateDir} holds no readable ${RECORD}`)
  }
  const next = { ...record, ...made }
  await writeRecord(next)
  return next
}

async function writeRecord(record: RunRecord): Promise<void> {
  const file = join(record.stateDir, RECORD)
  await writeFile(`${file}.new`, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}
