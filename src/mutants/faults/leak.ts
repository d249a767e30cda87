import { execFile, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { CreateContainerRequest, CreateContainerResponse } from '../../cri/gen/messages.ts'
import { type AnyCall, type CallHook, faults, wrong } from '../fault.ts'
import { after } from '../hooks.ts'

const run = promisify(execFile)

/** What faulty runtimes leave behind on their host; taken away when the fault is taken out. */
export const LEAK_FAULTS = faults({
  'pod.remove.no-leak/mount': wrong(
    'leaves a mount of a pod that is removed',
    after('RemovePodSandbox', async ({ request, touch, atEnd }) => {
      const folder = `/run/crivet-fault/${request.pod_sandbox_id}`
      mkdirSync(folder, { recursive: true })
      await run('mount', ['-t', 'tmpfs', 'shm', folder])
      touch()
      atEnd(() => spawn('umount', [folder]))
    }),
  ),
  'pod.remove.no-leak/process': wrong(
    'leaves a process of a pod that is removed',
    after('RemovePodSandbox', async ({ request, touch, atEnd }) => {
      const child = spawn('unshare', ['--net', 'tail', '-f', '/dev/null', request.pod_sandbox_id], {
        stdio: 'ignore',
      })
      touch()
      atEnd(() => child.kill('SIGKILL'))
    }),
  ),
  'container.stop.whole-process-tree/left': wrong(
    'leaves a process of a container that is stopped',
    remembersCommands(({ container_id }) => container_id),
    after('StopContainer', (call) => leaveProcess(call, call.request.container_id)),
  ),
  'concurrency.remove-during-create/left': wrong(
    'leaves a process of a container that was made in a pod that went meanwhile',
    remembersCommands((_, { pod_sandbox_id }) => pod_sandbox_id),
    after('RemovePodSandbox', (call) => leaveProcess(call, call.request.pod_sandbox_id)),
  ),
  'pod.network.released-on-stop/namespace': wrong(
    'keeps the network namespace of a pod that is stopped',
    after('RunPodSandbox', async (call, { pod_sandbox_id }) => {
      const { info } = await call.runtime.podSandboxStatus({ pod_sandbox_id, verbose: true })
      const pid = /"pid":\s*([0-9]+)/.exec(Object.values(info).join())?.[1]
      if (pid && pid !== '0') await keepNamespace(call, pid, pod_sandbox_id)
    }),
  ),
})

function remembersCommands(
  key: (answer: CreateContainerResponse, request: CreateContainerRequest) => string,
): CallHook {
  return after('CreateContainer', ({ request, memory }, answer) => {
    memory.set(key(answer, request), request.config?.args.join(' '))
  })
}

function leaveProcess({ memory, touch, atEnd }: AnyCall, key: string): void {
  const argv0 = memory.get(key) as string | undefined
  if (!argv0) return
  const child = spawn('sleep', ['600'], { stdio: 'ignore', argv0 })
  touch()
  atEnd(() => child.kill('SIGKILL'))
}

async function keepNamespace({ touch, atEnd }: AnyCall, pid: string, id: string): Promise<void> {
  const file = `/run/netns/cni-${id}`
  mkdirSync('/run/netns', { recursive: true })
  writeFileSync(file, '')
  await run('mount', ['--bind', `/proc/${pid}/ns/net`, file])
  touch()
  atEnd(() => spawn('sh', ['-c', 'umount "$0"; rm -f "$0"', file]))
}
