import { existsSync } from 'node:fs'
import { socketPath } from '../cri/endpoint.ts'
import { runCommand } from '../runtimes/executables.ts'
import { listenerOn } from '../runtimes/sockets.ts'
import type { Finding } from './probe.ts'
import type { Target } from './target.ts'

const ACTIONS = '/proc/sys/kernel/seccomp/actions_avail'

/** Whether system calls can be filtered: by the kernel, and by a CRI-O, which may be built without. */
export async function findSeccomp({ endpoint, runtime }: Target): Promise<Finding> {
  const question = `${ACTIONS} exists`
  if (!existsSync(ACTIONS)) return { present: false, ofHost: true, question, answer: 'no' }
  const daemon = runtime.name === 'cri-o' ? listenerOn(socketPath(endpoint)) : undefined
  if (daemon === undefined) return { present: true, question, answer: 'yes' }
  const { stdout } = await runCommand(`/proc/${daemon}/exe`, ['version'])
  const said = /^SeccompEnabled:\s*(\w+)/m.exec(stdout)?.[1]
  return {
    present: said !== 'false',
    question: 'the version of this CRI-O says SeccompEnabled',
    answer: said ?? 'nothing',
  }
}
