import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makesContainers, placesContainers, runsPods, securesPods } from '../config-hooks.ts'
import { type AnyCall, faults, Refusal, wrong } from '../fault.ts'
import {
  after,
  changesAnswer,
  changesMessages,
  changesRequest,
  notes,
  pretends,
  refuses,
  refusesMeanwhile,
  swallowsErrors,
} from '../hooks.ts'
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
  'image.list.during-removal/fails': wrong(
    'fails to list images while one goes',
    notes('RemoveImage', () => 'an image goes'),
    refuses('ListImages', 'NOT_FOUND', (_, { memory }) => memory.has('an image goes')),
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
    runsPods((it) => {
      if (it.hostname) it.hostname = 'somewhere-else'
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
  'image.pull.cancel/goes-on': wrong('goes on with a pull that is cancelled', {
    method: 'PullImage',
    around: async ({ request, runtime, signal, touch }, ask) => {
      signal.addEventListener('abort', () => {
        touch()
        runtime.pullImage(request).catch(() => undefined)
      })
      return ask()
    },
  }),
  'image.pull.formats/docker-refused': wrong(
    'refuses images in Docker’s formats',
    refuses('PullImage', 'UNKNOWN', ({ image }) => /\/docker-/.test(image?.image ?? '')),
  ),
  'image.pull.zstd/refused': wrong(
    'refuses layers packed with zstd',
    refuses('PullImage', 'UNKNOWN', ({ image }) => /\/zstd/.test(image?.image ?? '')),
  ),
  'image.pull.multi-arch/other-platform': wrong(
    'takes another image than an index has for the platform',
    pullsInstead(/\/(index|docker-list)\b/, '/workload'),
  ),
  'image.pull.layer-semantics/other-files': wrong(
    'unpacks other files than layers hold',
    pullsInstead(
      /\/(whiteouts?|opaque|links|hard-?links|xattrs|set-?uid|sparse|multi-layer|layers)[^/:]*/,
      '/workload',
    ),
  ),
  'image.pull.index-digest-listed/lost': wrong(
    'tells no digest of an index',
    changesAnswer('ImageStatus', ({ image }) => {
      if (image?.repo_digests.some((it) => /\/index\b/.test(it))) image.repo_digests = []
    }),
  ),
  'image.pull.layer-escape/written': wrong('lets layers write outside the root file system', {
    method: 'PullImage',
    around: async (call, ask) => {
      await writeOutside(call)
      return ask()
    },
  }),
  'image.remove.siblings/removed-too': wrong(
    'removes images that share layers with one that is removed',
    {
      method: 'RemoveImage',
      around: async ({ request, runtime, touch }, ask) => {
        const folder = dirname(request.image?.image ?? '')
        const { images } = await runtime.listImages({})
        for (const image of images.flatMap(({ repo_tags }) => repo_tags)) {
          if (!folder.includes('multi-layer') || !image.startsWith(`${folder}/`)) continue
          await runtime.removeImage({ image: { image } })
          touch()
        }
        return ask()
      },
    },
  ),
  'image.status.spec-annotations/changing': wrong(
    'answers other annotations of an image each time',
    changesAnswer('ImageStatus', ({ image }) => {
      if (image?.spec) image.spec.annotations = { at: String(performance.now()) }
    }),
  ),
  'image.shared-store/own-only': wrong(
    'shows only images that it pulled itself',
    after('PullImage', ({ request, memory }) => {
      memory.set(request.image?.image ?? '', true)
    }),
    changesAnswer('ListImages', (it, { memory }) => {
      it.images = it.images.filter(({ repo_tags }) => repo_tags.some((tag) => memory.has(tag)))
    }),
  ),
  'pod.run.hostname.host-network/none': wrong(
    'gives pods on the host network a hostname of their own',
    changesAnswer('ExecSync', (it) => {
      const text = Buffer.from(it.stdout).toString()
      it.stdout = Buffer.from(text.replace(/"hostname":\s*"[^"]*"/, '"hostname":"of-the-pod"'))
    }),
  ),
  'container.stop.parallel/one-at-a-time': wrong(
    'fails to stop a container that is being stopped',
    refusesMeanwhile('StopContainer', 'UNKNOWN', (it) => it.container_id),
  ),
  'container.stop.self-exit-race/fails': wrong('fails to stop a container that ended meanwhile', {
    method: 'StopContainer',
    around: async ({ request, runtime }, ask) => {
      const filter = { id: request.container_id, state: { state: 'CONTAINER_EXITED' as const } }
      const { containers } = await runtime.listContainers({ filter })
      return containers.length > 0 ? Promise.reject(new Refusal('NOT_FOUND', 'it is gone')) : ask()
    },
  }),
  'image.pull.registry-unavailable/other-words': wrong(
    'tells of a registry that is away as of any error',
    {
      method: 'PullImage',
      around: async (_, ask) => {
        try {
          return await ask()
        } catch {
          throw new Refusal('UNKNOWN', 'failed')
        }
      },
    },
  ),
  'exec.sync.stdin-eof/nothing-done': wrong(
    'answers success for a command that reads, without running it',
    pretends('ExecSync', { exit_code: 0 }, ({ cmd }) =>
      cmd.some((word) => /cat|stdin|read/.test(word)),
    ),
  ),
})

function pullsInstead(which: RegExp, other: string) {
  return changesRequest('PullImage', ({ image }) => {
    if (image) image.image = image.image.replace(which, other)
  })
}

async function writeOutside({ request, touch, atEnd }: AnyCall): Promise<void> {
  const [, nonce] = /\/escape-[a-z]+\/([a-z0-9-]+):/.exec(request.image?.image ?? '') ?? []
  if (nonce === undefined) return
  const file = `/tmp/crivet-escape-${nonce}`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, '')
  touch()
  atEnd(() => void rm(file, { force: true }))
}
