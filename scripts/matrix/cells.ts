import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readContainerdVersion } from '../../src/runtimes/containerd/version.ts'
import { readCrioVersion } from '../../src/runtimes/crio/version.ts'
import { findExecutable, runCommand, searchDirs } from '../../src/runtimes/executables.ts'
import type { LaunchKind } from '../../src/runtimes/launched-runtime.ts'

/** A line of runtimes that the matrix wants, and how its newest is got. */
export interface Wanted {
  readonly kind: LaunchKind
  /** As `1.6`; absent for the newest there is. */
  readonly series?: string
  readonly how: string
}

/** One runtime with one handler; without binary or handler it is missing. */
export interface Cell {
  readonly name: string
  readonly kind: LaunchKind
  readonly binary?: string
  /** Paths to try in this order: not every pair of runtime and handler works on a host. */
  readonly handlers: readonly string[]
  readonly how: string
}

const WANTED: readonly Wanted[] = [
  { kind: 'containerd', series: '1.6', how: 'Debian 12: apt-get install containerd' },
  { kind: 'containerd', series: '1.7', how: 'scripts/install-runtimes.sh DIR' },
  { kind: 'containerd', series: '2.1', how: 'scripts/install-runtimes.sh DIR' },
  { kind: 'containerd', how: 'scripts/install-runtimes.sh DIR' },
  {
    kind: 'crio',
    how: 'CRI-O’s own package, or crio and pinns in DIR/crio-VERSION/bin',
  },
]
const HANDLERS = ['runc', 'crun'] as const

/** A daemon on this machine. */
interface Found {
  readonly kind: LaunchKind
  readonly binary: string
  readonly version: readonly [major: number, minor: number]
}

/** The cells of the matrix, from PATH and from `DIR/<runtime>-<version>/bin` and `DIR/handlers`. */
export async function findCells(folder: string | undefined): Promise<readonly Cell[]> {
  const found = [...(await daemons('containerd', folder)), ...(await daemons('crio', folder))]
  const handlers = HANDLERS.map((name) => ({ name, paths: handlerPaths(name, folder) }))
  return WANTED.flatMap((wanted) => {
    const daemon = pick(found, wanted)
    const label = `${wanted.kind} ${daemon ? daemon.version.join('.') : (wanted.series ?? 'newest')}`
    return handlers.map(({ name, paths }) => ({
      name: `${label} ${name}`,
      kind: wanted.kind,
      ...(daemon ? { binary: daemon.binary } : {}),
      handlers: paths,
      how: daemon ? `${name} on PATH or in DIR/handlers` : wanted.how,
    }))
  })
}

// The newest stands for itself only where it is none of the series.
function pick(found: readonly Found[], { kind, series }: Wanted): Found | undefined {
  const ofKind = found.filter((it) => it.kind === kind)
  if (series !== undefined) return ofKind.find(({ version }) => version.join('.') === series)
  const named = WANTED.filter((it) => it.kind === kind).map((it) => it.series)
  return ofKind
    .filter(({ version }) => !named.includes(version.join('.')))
    .sort((a, b) => a.version[0] - b.version[0] || a.version[1] - b.version[1])
    .at(-1)
}

async function daemons(kind: LaunchKind, folder: string | undefined): Promise<readonly Found[]> {
  const onPath = findExecutable(kind, searchDirs())
  const below = folder === undefined || !existsSync(folder) ? [] : readdirSync(folder)
  const inFolder = below
    .filter((name) => name.startsWith(`${kind}-`))
    .map((name) => join(folder ?? '', name, 'bin', kind))
    .filter(existsSync)
  const binaries = [...(onPath === undefined ? [] : [onPath]), ...inFolder]
  return Promise.all(
    binaries.map(async (binary) => {
      const read = kind === 'crio' ? readCrioVersion : readContainerdVersion
      const { major, minor } = await read(binary)
      return { kind, binary, version: [major, minor] as const }
    }),
  )
}

// The system's own first: one beside it is there because some runtimes need a newer.
function handlerPaths(name: string, folder: string | undefined): readonly string[] {
  const beside = folder === undefined ? [] : [join(folder, 'handlers', name)].filter(existsSync)
  const onPath = findExecutable(name, searchDirs())
  return [...(onPath === undefined ? [] : [onPath]), ...beside]
}

/** What a handler calls itself, such as `runc 1.1.5`. */
export async function handlerVersion(path: string): Promise<string> {
  const { stdout } = await runCommand(path, ['--version'])
  return (stdout.split('\n')[0] ?? '').replace(' version', '')
}
