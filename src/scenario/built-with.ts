import type { Finding } from '../../reports/surroundings.ts'
import { socketPath } from '../cri/endpoint.ts'
import { runCommand } from '../runtimes/executables.ts'
import { listenerOn } from '../runtimes/sockets.ts'
import type { Target } from './target.ts'

/** Whether the runtime can use what the host has: a CRI-O may be built without, which its version tells. */
export async function builtWith(
  what: 'Seccomp' | 'AppArmor',
  onHost: Finding,
  { endpoint, runtime }: Target,
): Promise<Finding> {
  if (!onHost.present || runtime.name !== 'cri-o') return onHost
  const daemon = listenerOn(socketPath(endpoint))
  if (daemon === undefined) return onHost
  const { stdout } = await runCommand(`/proc/${daemon}/exe`, ['version'])
  const said = new RegExp(`^${what}Enabled:\\s*(\\w+)`, 'm').exec(stdout)?.[1]
  return {
    present: said !== 'false',
    question: `the version of this CRI-O says ${what}Enabled`,
    answer: said ?? 'nothing',
  }
}
