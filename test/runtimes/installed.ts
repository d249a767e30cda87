import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findExecutable, searchDirs } from '../../src/runtimes/executables.ts'

/** A containerd to test with. */
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
  const folder = process.env.CRIVET_RUNTIMES
  const others =
    folder === undefined ? [] : readdirSync(folder).filter((name) => /^containerd-/.test(name))
  return [
    { name: 'containerd on PATH', binary: onPath },
    ...others
      .map((name) => ({ name, binary: join(folder ?? '', name, 'bin', 'containerd') }))
      .filter(({ binary }) => existsSync(binary)),
  ]
}
