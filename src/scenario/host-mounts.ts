import { mkdirSync, readlinkSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../../reports/surroundings.ts'
import { socketPath } from '../cri/endpoint.ts'
import { runCommand } from '../runtimes/executables.ts'
import { unmountBeneath } from '../runtimes/mounts.ts'
import { listenerOn } from '../runtimes/sockets.ts'
import { type Scope, uniqueName } from './scope.ts'

const MIB = 1024 ** 2

/**
 * Mounts a tmpfs on a folder, of a mebibyte unless told otherwise; goes with the scenario. Its propagation is private
 * unless told otherwise, whatever its parent has.
 */
export async function mountTmpfs(
  scope: Scope,
  path: string,
  {
    propagation = 'private',
    bytes = MIB,
  }: { readonly propagation?: 'private' | 'shared'; readonly bytes?: number },
): Promise<void> {
  scope.cleanup.add(`unmount ${path}`, async () => {
    const stayed = await unmountBeneath(path)
    if (stayed.length > 0) throw new Error(`still mounted: ${stayed.join(', ')}`)
  })
  await mount(['-t', 'tmpfs', '-o', `size=${bytes}`, 'crivet', path])
  await mount([`--make-${propagation}`, path])
}

/** Whether what crivet mounts on this host is where the runtime looks. */
export async function findHostMounts(scope: Scope): Promise<Finding> {
  const question = 'crivet may mount, in the mount namespace of the runtime'
  const found = (present: boolean, answer: string) => ({ present, ofHost: true, question, answer })
  const daemon = listenerOn(socketPath(scope.target.endpoint))
  if (daemon === undefined) return found(false, 'the daemon is not seen')
  try {
    const [theirs, ours] = [`/proc/${daemon}/ns/mnt`, '/proc/self/ns/mnt'].map((it) =>
      readlinkSync(it),
    )
    if (theirs !== ours) return found(false, `${ours}, the runtime is in ${theirs}`)
    const folder = join(scope.target.stateDir, 'folders', uniqueName(scope, 'mounts'))
    mkdirSync(folder, { recursive: true })
    await mount(['-t', 'tmpfs', '-o', 'size=1m', 'crivet', folder])
    await unmountBeneath(folder)
    rmdirSync(folder)
    return found(true, 'yes')
  } catch (error) {
    return found(false, (error as Error).message)
  }
}

async function mount(args: readonly string[]): Promise<void> {
  const { code, stderr } = await runCommand('mount', args)
  if (code !== 0) throw new Error(`mount ${args.join(' ')} ended with ${code}: ${stderr.trim()}`)
}
