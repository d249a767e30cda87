import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type AnyCall, type CallHook, faults, Refusal, wrong } from '../fault.ts'
import { after, changesAnswer, changesRequest } from '../hooks.ts'

const run = promisify(execFile)

/** Faults in what pods have of their host: interfaces, ports, cgroups. */
export const POD_HOST_FAULTS = faults({
  'pod.network.loopback-up/down': wrong(
    'leaves the loopback interface of pods down',
    setsLinkDown('lo'),
  ),
  'pod.network.pod-to-pod/down': wrong('leaves the interface of pods down', setsLinkDown('eth0')),
  'pod.network.ip-unique/all-the-same': wrong(
    'reports the address of the first pod for all',
    changesAnswer('PodSandboxStatus', ({ status }, { memory }) => {
      if (!status?.network?.ip) return
      if (!memory.has('ip')) memory.set('ip', status.network.ip)
      status.network.ip = memory.get('ip') as string
    }),
  ),
  'pod.network.port.released-on-stop/still-open': wrong(
    'keeps host ports open when their pod is stopped',
    after('RunPodSandbox', ({ request, memory }, { pod_sandbox_id }) => {
      memory.set(pod_sandbox_id, request.config?.port_mappings[0]?.host_port)
    }),
    after('StopPodSandbox', (call) => {
      const port = call.memory.get(call.request.pod_sandbox_id) as number | undefined
      if (port) listenOn(port, call)
    }),
  ),
  'pod.network.port.ignored-on-host-network/opened': wrong(
    'opens host ports of pods on the host network',
    after('RunPodSandbox', (call) => {
      const { port_mappings = [], linux } = call.request.config ?? {}
      const { network } = linux?.security_context?.namespace_options ?? {}
      for (const { host_port } of port_mappings) if (network === 'NODE') listenOn(host_port, call)
    }),
  ),
  'pod.run.cgroup-parent.empty/without-limits': wrong(
    'sets no limits where no cgroup parent was given',
    changesRequest('CreateContainer', ({ config, sandbox_config }) => {
      if (config?.linux && !sandbox_config?.linux?.cgroup_parent) config.linux.resources = null
    }),
  ),
  'pod.run.cgroup-parent.limits-respected/lifted': wrong(
    'lifts the limit of the cgroup that a pod is put below',
    after('RunPodSandbox', ({ request, touch }) => {
      const dir = memoryCgroup(request.config?.linux?.cgroup_parent)
      for (const file of ['memory.limit_in_bytes', 'memory.max']) {
        if (!existsSync(join(dir, file))) continue
        writeFileSync(join(dir, file), file === 'memory.max' ? 'max' : '-1')
        touch()
      }
    }),
  ),
  'pod.run.cgroup-parent.limits-respected/removed': wrong(
    'removes the cgroup that a pod was put below',
    changesRequest('RunPodSandbox', ({ config }, { memory }) => {
      memory.set('parent', config?.linux?.cgroup_parent)
    }),
    after('RemovePodSandbox', ({ memory, touch }) => {
      const dir = memoryCgroup(memory.get('parent') as string | undefined)
      if (!existsSync(dir)) return
      rmdirSync(dir)
      touch()
    }),
  ),
  'pod.run.overhead-and-resources-accepted/limits-containers': wrong(
    'limits each container to the resources of its pod',
    changesRequest('CreateContainer', ({ config, sandbox_config }) => {
      const resources = sandbox_config?.linux?.resources
      if (config?.linux?.resources && resources) Object.assign(config.linux.resources, resources)
    }),
  ),
  'pod.run.failure-leaves-nothing/cgroup-stays': wrong(
    'leaves a cgroup of a pod that could not be run',
    {
      method: 'RunPodSandbox',
      around: async ({ request, touch, atEnd }: AnyCall, ask) => {
        try {
          return await ask()
        } catch (error) {
          const dir = join(memoryCgroup(request.config?.linux?.cgroup_parent), 'sandbox')
          mkdirSync(dir, { recursive: true })
          touch()
          atEnd(() => rmdirSync(dir))
          throw error
        }
      },
    },
  ),
  'pod.status.netns-gone/error': wrong(
    'answers an error for a pod whose network namespace is gone',
    {
      method: 'PodSandboxStatus',
      around: async ({ request: { pod_sandbox_id }, runtime }: AnyCall, ask) => {
        const { info } = await runtime.podSandboxStatus({ pod_sandbox_id, verbose: true })
        const [, path] = /"path":\s*"([^"]*netns[^"]*)"/.exec(Object.values(info).join()) ?? []
        if (path && !existsSync(path)) throw new Refusal('UNKNOWN', `${path}: no such file`)
        return ask()
      },
    },
  ),
})

function setsLinkDown(name: string): CallHook {
  return {
    method: 'CreateContainer',
    around: async ({ request: { pod_sandbox_id }, runtime, touch }: AnyCall, ask) => {
      const { info } = await runtime.podSandboxStatus({ pod_sandbox_id, verbose: true })
      const pid = /"pid":\s*([0-9]+)/.exec(Object.values(info).join())?.[1]
      if (pid && pid !== '0') {
        await run('nsenter', ['-t', pid, '-n', 'ip', 'link', 'set', name, 'down'])
        touch()
      }
      return ask()
    },
  }
}

function listenOn(port: number, { touch, atEnd }: Pick<AnyCall, 'touch' | 'atEnd'>): void {
  const server = createServer((socket) => socket.end('hello')).listen(port)
  // A pod is stopped more than once: then it is open already.
  server.on('error', () => {})
  touch()
  atEnd(() => server.close())
}

function memoryCgroup(parent = ''): string {
  const v1 = '/sys/fs/cgroup/memory'
  return join(existsSync(v1) ? v1 : '/sys/fs/cgroup', parent)
}
