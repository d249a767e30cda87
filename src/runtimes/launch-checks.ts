import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CrivetError } from '../errors.ts'
import { findExecutable, isExecutableFile, runCommand, searchDirs } from './executables.ts'
import { removeTree } from './mounts.ts'

const CAP_SYS_RESOURCE = 24n

/** Refuses to launch as anyone but root: mounts, namespaces and bridges need it. */
export function assertRoot(what: string): void {
  if (process.getuid?.() === 0) return
  throw new CrivetError(
    'CRIVET_LAUNCH',
    `a private ${what} needs root, this is uid ${process.getuid?.()}`,
    {
      hint: 'run the same command with sudo',
    },
  )
}

/** The daemon's program: the one named, else the first on the search path. */
export function findDaemon(
  name: string,
  options: { readonly binary?: string; readonly searchPath?: string },
  packages: string,
): string {
  const { binary, searchPath } = options
  if (binary !== undefined) {
    if (isExecutableFile(binary)) return binary
    throw new CrivetError('CRIVET_LAUNCH', `${binary} is not an executable file`, {
      hint: `give --launch-binary the path of the ${name} program`,
    })
  }
  const dirs = searchDirs(searchPath)
  const found = findExecutable(name, dirs)
  if (found !== undefined) return found
  throw new CrivetError('CRIVET_LAUNCH', `no ${name} in ${dirs.join(':')}`, {
    hint: `apt-get install ${packages}, or name the program with --launch-binary`,
  })
}

/** Whether this process may lower oom_score_adj and raise limits. */
export function hasCapSysResource(): boolean {
  const found = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return ((BigInt(`0x${found?.[1] ?? '0'}`) >> CAP_SYS_RESOURCE) & 1n) === 1n
}

/** Whether overlayfs mounts on this folder's file system: it does not on another overlay. */
export async function overlayMountsOn(dir: string): Promise<boolean> {
  const trial = join(dir, 'overlay-trial')
  const [lower, upper, work, merged] = ['lower', 'upper', 'work', 'merged'].map((it) =>
    join(trial, it),
  )
  for (const it of [lower, upper, work, merged]) await mkdir(it ?? trial, { recursive: true })
  const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`
  const { code } = await runCommand('mount', [
    '-t',
    'overlay',
    'overlay',
    '-o',
    options,
    merged ?? '',
  ])
  await removeTree(trial)
  return code === 0
}
