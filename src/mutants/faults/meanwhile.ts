import { appendFile } from 'node:fs/promises'
import { bindMount } from '../bind-mount.ts'
import { makesContainers, placesContainers, runsPods, securesPods } from '../config-hooks.ts'
import { type CallHook, faults, Refusal, wrong } from '../fault.ts'
import {
  after,
  changesAnswer,
  changesMessages,
  changesRequest,
  pretends,
  refuses,
  swallowsErrors,
} from '../hooks.ts'
import { notes, refusesMeanwhile } from '../hooks-in-time.ts'
import { rewritesLogs } from '../log-rewriter.ts'

/** Faults that show only beside, during or after something else. */
export const MEANWHILE_FAULTS = faults({
  'container.remove.at-once/one-at-a-time': wrong(
    'fails to remove a container that is being removed',
    refusesMeanwhile('RemoveContainer', 'UNKNOWN', (it) => it.container_id),
  ),
  'pod.remove.at-once/one-at-a-time': wrong(
    'fails to remove a pod that is being removed',
    refusesMeanwhile('RemovePodSandbox', 'UNKNOWN', (it) => it.pod_sandbox_id),
  ),
  'container.stop.exec-during-grace/refused': wrong(
    'runs no commands in a container that is being stopped',
    notes('StopContainer', (it) => it.container_id),
    refuses('ExecSync', 'FAILED_PRECONDITION', (it, { memory }) => memory.has(it.container_id)),
  ),
  'log.reopen.during-stop/refused': wrong(
    'reopens no logs of a container that is being stopped',
    notes('StopContainer', (it) => it.container_id),
    refuses('ReopenContainerLog', 'UNKNOWN', (it, { memory }) => memory.has(it.container_id)),
  ),
  'log.reopen.not-running/swallowed': wrong(
    'answers success for a log that it did not reopen',
    swallowsErrors('ReopenContainerLog', {}),
  ),
  'log.exec-not-logged/logged': wrong(
    'writes the output of commands into the log',
    after('ExecSync', async ({ request, runtime, touch }, { stdout }) => {
      const { status } = await runtime.containerStatus({ container_id: request.container_id })
      if (!status?.log_path || stdout.length === 0) return
      await appendFile(status.log_path, `${new Date().toISOString()} stdout F of a command\n`)
      touch()
    }),
  ),
  'log.flush-latency/late': wrong(
    'writes logs every four seconds',
    ...rewritesLogs((line) => [line], 4000),
  ),
  'pod.run.no-log-directory/refused': wrong(
    'refuses containers without a log',
    refuses('CreateContainer', 'INVALID_ARGUMENT', ({ config }) => config?.log_path === ''),
  ),
  'container.process.pid1/shared': wrong(
    'runs all containers of a pod in one PID namespace',
    securesPods(({ namespace_options }) => {
      if (namespace_options) namespace_options.pid = 'POD'
    }),
    placesContainers((it) => {
      if (it.pid === 'CONTAINER') it.pid = 'POD'
    }),
  ),
  'container.process.working-dir-created/root': wrong(
    'starts processes in the root folder where theirs is not there',
    makesContainers((it) => {
      if (it.working_dir.startsWith('/not/')) it.working_dir = '/'
    }),
  ),
  'exec.sync.context/other-container': wrong(
    'runs commands in another container',
    changesRequest('ExecSync', async (it, { runtime }) => {
      const { containers } = await runtime.listContainers({
        filter: { state: { state: 'CONTAINER_RUNNING' } },
      })
      const other = containers.find(({ id }) => id !== it.container_id)
      if (other) it.container_id = other.id
    }),
  ),
  'exec.sync.tty-container/terminal': wrong(
    'answers output as a terminal shows it',
    changesAnswer('ExecSync', (it) => {
      const text = Buffer.concat([it.stdout, it.stderr]).toString('latin1')
      it.stdout = Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1')
      it.stderr = Buffer.alloc(0)
    }),
  ),
  'stream.exec.context/other-container': wrong(
    'streams commands in another container',
    changesRequest('Exec', async (it, { runtime }) => {
      const { containers } = await runtime.listContainers({
        filter: { state: { state: 'CONTAINER_RUNNING' } },
      })
      const other = containers.find(({ id }) => id !== it.container_id)
      if (other) it.container_id = other.id
    }),
  ),
  'stream.exec.client-disconnect/container-ends': wrong(
    'ends a container some time after a session in it began',
    after('Exec', ({ request, runtime, touch }) => {
      const { container_id } = request
      touch()
      setTimeout(() => runtime.stopContainer({ container_id, timeout: 0 }).catch(() => 0), 300)
    }),
  ),
  'events.all-subscribers/first-only': wrong(
    'tells of events to the first who asks only',
    changesMessages('GetContainerEvents', (it, call) => {
      if (!call.memory.has('first')) call.memory.set('first', call.signal)
      return call.memory.get('first') === call.signal ? [it] : []
    }),
  ),
  'pod.network.survives-all-containers-exit/stops': wrong(
    'stops a pod whose container is removed',
    {
      method: 'RemoveContainer',
      around: async ({ request, runtime, touch }, ask) => {
        const filter = { id: request.container_id }
        const { containers } = await runtime.listContainers({ filter })
        const answer = await ask()
        for (const { pod_sandbox_id } of containers) {
          await runtime.stopPodSandbox({ pod_sandbox_id })
          touch()
        }
        return answer
      },
    },
  ),
  'pod.run.dns.default-host/own': wrong(
    'gives pods without a DNS config servers of its own',
    runsPods((it) => {
      it.dns_config ??= { servers: ['192.0.2.53'], searches: [], options: [] }
    }),
  ),
  'pod.run.hostname.etc-file/other': wrong(
    'writes another name into /etc/hostname',
    makesContainers(({ mounts }) => {
      mounts.push({ ...bindMount('/etc/os-release', '/etc/hostname'), readonly: true })
    }),
  ),
  'status.network-ready-means-pod-network/no-address': wrong(
    'gives pods no address although the network is ready',
    changesAnswer('PodSandboxStatus', ({ status }) => {
      if (status?.network) status.network.ip = ''
    }),
  ),
  'status.runtime-ready-means-pods-run/refused': wrong(
    'runs no pods on the host network although it is ready',
    refuses(
      'RunPodSandbox',
      'UNAVAILABLE',
      ({ config }) => config?.linux?.security_context?.namespace_options?.network === 'NODE',
    ),
  ),
  'update.annotations-inert/applied': wrong(
    'takes annotations of an update for those of the container',
    after('UpdateContainerResources', ({ request, memory }) => {
      memory.set(request.container_id, request.annotations)
    }),
    changesAnswer('ContainerStatus', ({ status }, { memory }) => {
      if (status) Object.assign(status.annotations, memory.get(status.id))
    }),
  ),
  'pod.run.hostname.host-network/none': wrong(
    'gives pods on the host network a hostname of their own',
    changesAnswer('ExecSync', (it) => {
      const text = Buffer.from(it.stdout).toString()
      it.stdout = Buffer.from(text.replace(/"hostname":\s*"[^"]*"/, '"hostname":"of-the-pod"'))
    }),
  ),
  'container.stop.self-exit-race/fails': wrong('fails to stop a container that ended meanwhile', {
    method: 'StopContainer',
    around: async ({ request, runtime }, ask) => {
      const filter = { id: request.container_id, state: { state: 'CONTAINER_EXITED' as const } }
      const { containers } = await runtime.listContainers({ filter })
      return containers.length > 0 ? Promise.reject(new Refusal('NOT_FOUND', 'it is gone')) : ask()
    },
  }),
  'exec.sync.stdin-eof/nothing-done': wrong(
    'answers success for a command that reads, without running it',
    pretends('ExecSync', { exit_code: 0 }, ({ cmd }) =>
      cmd.some((word) => /cat|stdin|read/.test(word)),
    ),
  ),
  'pod.stop.at-once/one-at-a-time': wrong(
    'fails to stop a pod that is being stopped',
    refusesMeanwhile('StopPodSandbox', 'UNKNOWN', (it) => it.pod_sandbox_id),
  ),
  'container.start.bad-command-named/other-words': wrong(
    'does not say which program cannot be run',
    ...(['CreateContainer', 'StartContainer'] as const).map((method) => answersOtherWords(method)),
  ),
  'stream.attach.also-logged/not-logged': wrong(
    'writes no logs of containers that clients attach to',
    ...rewritesLogs((line) => (line.includes('ready') ? [line] : [])),
  ),
  'stream.attach.detach-leaves-running/container-ends': wrong(
    'ends a container some time after a client attached to it',
    after('Attach', ({ request, runtime, touch }) => {
      const { container_id } = request
      touch()
      setTimeout(() => runtime.stopContainer({ container_id, timeout: 0 }).catch(() => 0), 300)
    }),
  ),
  'stream.portforward.host-network/refused': wrong(
    'forwards no ports of pods on the host network',
    {
      method: 'PortForward',
      around: async ({ request, runtime }, ask) => {
        const { pod_sandbox_id } = request
        const { status } = await runtime.podSandboxStatus({ pod_sandbox_id })
        const { network } = status?.linux?.namespaces?.options ?? {}
        if (network === 'NODE') throw new Refusal('UNKNOWN', 'no network of its own')
        return ask()
      },
    },
  ),
})

function answersOtherWords(method: 'CreateContainer' | 'StartContainer'): CallHook {
  return {
    method,
    around: async (_, ask) => {
      try {
        return await ask()
      } catch (error) {
        throw error instanceof Refusal ? new Refusal(error.code, 'it cannot be done') : error
      }
    },
  }
}
