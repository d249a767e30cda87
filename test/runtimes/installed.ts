import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findExecutable, searchDirs } from '../../src/runtimes/executables.ts'
import type { LaunchKind } from '../../src/runtimes/launched-runtime.ts'

/** A daemon to test with. */
export interface Installed {
  readonly name: string
  readonly binary: string
}

/** The containerd on PATH and those in `$CRIVET_RUNTIMES/<name>-<version>/bin`. */
export function installedContainerds(): readonly Installed[] {
  const onPath = findExecutable('containerd', searchDirs())
  if (onPath === undefined) {
    throw new Error('these tests launch a real containerd and found none: run scripts/setup.sh')
  }
  return [{ name: 'containerd on PATH', binary: onPath }, ...inRuntimesFolder('containerd')]
}

/** The CRI-O on PATH and those in `$CRIVET_RUNTIMES`; none is no error, Debian has none. */
export function installedCrios(): readonly Installed[] {
  const onPath = findExecutable('crio', searchDirs())
  const first = onPath === undefined ? [] : [{ name: 'crio on PATH', binary: onPath }]
  return [...first, ...inRuntimesFolder('crio')]
}

/** All of them, with what they are. */
export function installedRuntimes(): readonly (Installed & { readonly kind: LaunchKind })[] {
  return [
    ...installedContainerds().map((it) => ({ ...it, kind: 'containerd' as const })),
    ...installedCrios().map((it) => ({ ...it, kind: 'crio' as const })),
  ]
}

/** The programs of that name in `$CRIVET_RUNTIMES/<name>-<version>/bin`. */
export function inRuntimesFolder(program: string): readonly Installed[] {
  const folder = process.env.CRIVET_RUNTIMES
  if (folder === undefined) return []
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${program}-`))
    .map((name) => ({ name, binary: join(folder, name, 'bin', program) }))
    .filter(({ binary }) => existsSync(binary))
}
