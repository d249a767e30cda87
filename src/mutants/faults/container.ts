import { faults, Refusal, wrong } from '../fault.ts'
import {
  after,
  changesAnswer,
  changesRequest,
  failsAfterwards,
  failsTheSecondTime,
  hangsOnce,
  pretends,
  refuses,
  swallowsErrors,
} from '../hooks.ts'

/** Faults in the life of containers. */
export const CONTAINER_FAULTS = faults({
  'container.create.returns-id/no-id': wrong(
    'makes a container and answers no id',
    changesAnswer('CreateContainer', (it) => {
      it.container_id = ''
    }),
  ),
  'container.create.returns-id/of-pod': wrong(
    'answers the id of the pod in place of the container’s',
    changesAnswer('CreateContainer', (it, { request }) => {
      it.container_id = request.pod_sandbox_id
    }),
  ),
  'container.create.state-created/started': wrong(
    'starts containers that are only to be made',
    after('CreateContainer', async ({ runtime, touch }, { container_id }) => {
      await runtime.startContainer({ container_id })
      touch()
    }),
    swallowsErrors('StartContainer', {}),
  ),
  'container.create.unknown-sandbox/swallowed': wrong(
    'answers an id for a container in a pod that is not there',
    swallowsErrors('CreateContainer', { container_id: 'f'.repeat(64) }),
  ),
  'container.create.image-missing/pulls': wrong('pulls an image that a container is made of', {
    method: 'CreateContainer',
    around: async ({ request, runtime, touch }, ask) => {
      const image = request.config?.image?.image ?? ''
      const known = (await runtime.imageStatus({ image: { image } })).image
      if (!known && image.includes('/')) {
        await runtime.pullImage({ image: { image } })
        touch()
      }
      return ask()
    },
  }),
  'container.create.image-by-id/refused': wrong(
    'makes no containers of images that are named by a tag',
    refuses('CreateContainer', 'NOT_FOUND', ({ config }) =>
      /\/.*:[^@]+$/.test(config?.image?.image ?? ''),
    ),
  ),
  'container.create.in-right-sandbox/other': wrong(
    'makes containers in some other pod',
    changesRequest('CreateContainer', async (it, { runtime }) => {
      const { items } = await runtime.listPodSandbox({
        filter: { state: { state: 'SANDBOX_READY' } },
      })
      const other = items.find(({ id }) => id !== it.pod_sandbox_id)
      if (other) it.pod_sandbox_id = other.id
    }),
  ),
  'container.create.duplicate-refused/second-made': wrong(
    'makes the same container twice',
    changesRequest('CreateContainer', ({ config, pod_sandbox_id }, { memory }) => {
      const name = `${pod_sandbox_id} ${config?.metadata?.name} ${config?.metadata?.attempt}`
      if (memory.has(name) && config?.metadata) config.metadata.attempt += 1000
      memory.set(name, true)
    }),
  ),
  'container.create.new-attempt/refused': wrong(
    'refuses another attempt of a container',
    refuses(
      'CreateContainer',
      'ALREADY_EXISTS',
      ({ config }) => (config?.metadata?.attempt ?? 0) > 0,
    ),
  ),
  'container.create.failure-leaves-nothing/stays': wrong(
    'answers an error for a container that it made',
    failsAfterwards('CreateContainer', 'UNKNOWN'),
  ),
  'container.start.runs/nothing-done': wrong(
    'answers that a container runs and starts nothing',
    pretends('StartContainer', {}),
  ),
  'container.start.runs/hangs': wrong(
    'does not answer the first start',
    hangsOnce('StartContainer'),
  ),
  'container.start.twice-is-error/swallowed': wrong(
    'takes a second start for the first',
    swallowsErrors('StartContainer', {}),
  ),
  'container.start.exited-is-error/swallowed': wrong(
    'answers success for the start of an exited container',
    {
      method: 'StartContainer',
      around: async ({ request, runtime }, ask) => {
        const { status } = await runtime.containerStatus({ container_id: request.container_id })
        return status?.state === 'CONTAINER_EXITED' ? {} : ask()
      },
    },
  ),
  'container.start.unknown-is-error/swallowed': wrong(
    'answers success for the start of a container that is not there',
    {
      method: 'StartContainer',
      around: async ({ request, runtime }, ask) => {
        const filter = { id: request.container_id }
        const { containers } = await runtime.listContainers({ filter })
        return containers.length === 0 ? {} : ask()
      },
    },
  ),
  'container.start.bad-command-fails/swallowed': wrong(
    'answers success for a command that cannot be run',
    swallowsErrors('StartContainer', {}),
    swallowsErrors('CreateContainer', { container_id: 'f'.repeat(64) }),
  ),
  'container.start.failed-is-not-running/stays-created': wrong(
    'leaves containers created whose start failed',
    changesAnswer('ContainerStatus', ({ status }) => {
      if (status?.state === 'CONTAINER_EXITED' && status.started_at === 0n)
        status.state = 'CONTAINER_CREATED'
      if (status?.reason === 'StartError') status.state = 'CONTAINER_CREATED'
    }),
  ),
  'container.stop.graceful/killed': wrong(
    'kills at once whatever grace period was given',
    changesRequest('StopContainer', (it) => {
      it.timeout = 0n
    }),
  ),
  'container.stop.forced/endless-grace': wrong(
    'waits an hour where a shorter grace period was given',
    changesRequest('StopContainer', (it) => {
      if (it.timeout > 0n) it.timeout = 3600n
    }),
  ),
  'container.stop.forced/grace-cut-short': wrong(
    'waits one second whatever longer grace period was given',
    changesRequest('StopContainer', (it) => {
      if (it.timeout > 1n) it.timeout = 1n
    }),
  ),
  'container.stop.forced/never-killed': wrong(
    'answers success after the grace period and kills nothing',
    {
      method: 'StopContainer',
      around: async ({ request, touch }, ask) => {
        if (request.timeout === 0n) return ask()
        touch()
        await new Promise((done) => setTimeout(done, Number(request.timeout) * 1000))
        return {}
      },
    },
  ),
  'container.stop.zero-timeout/default-grace': wrong(
    'takes a grace period of 0 for its default of ten seconds',
    changesRequest('StopContainer', (it) => {
      if (it.timeout === 0n) it.timeout = 10n
    }),
  ),
  'container.stop.idempotent/second-fails': wrong(
    'fails to stop a container that is stopped',
    failsTheSecondTime('StopContainer', 'FAILED_PRECONDITION', (it) => it.container_id),
  ),
  'container.stop.idempotent/gone-fails': wrong('fails to stop a container that is gone', {
    method: 'StopContainer',
    around: async ({ request, runtime }, ask) => {
      const filter = { id: request.container_id }
      const { containers } = await runtime.listContainers({ filter })
      if (containers.length === 0) throw new Refusal('NOT_FOUND', 'no such container')
      return ask()
    },
  }),
  'container.stop.idempotent/result-changes': wrong(
    'answers other end times after each stop',
    changesAnswer('ContainerStatus', ({ status }) => {
      if (status?.state === 'CONTAINER_EXITED') status.finished_at = BigInt(Date.now()) * 1_000_000n
    }),
  ),
  'container.stop.created-ok/fails': wrong('fails to stop a container that was never started', {
    method: 'StopContainer',
    around: async ({ request, runtime }, ask) => {
      const filter = { id: request.container_id, state: { state: 'CONTAINER_CREATED' as const } }
      const { containers } = await runtime.listContainers({ filter })
      if (containers.length > 0) throw new Refusal('FAILED_PRECONDITION', 'never started')
      return ask()
    },
  }),
  'container.stop.default-signal-term/int': wrong(
    'stops containers with SIGINT where nothing else was asked for',
    changesRequest('CreateContainer', ({ config }) => {
      if (config?.stop_signal === 'SIGNAL_RUNTIME_DEFAULT') config.stop_signal = 'SIGNAL_SIGINT'
    }),
  ),
  'container.stop.config-signal/ignored': wrong(
    'ignores the stop signal of a config',
    changesRequest('CreateContainer', ({ config }) => {
      if (config) config.stop_signal = 'SIGNAL_RUNTIME_DEFAULT'
    }),
  ),
  'container.stop.image-signal/ignored': wrong(
    'stops all containers with SIGTERM',
    changesRequest('CreateContainer', ({ config }) => {
      if (config) config.stop_signal = 'SIGNAL_SIGTERM'
    }),
  ),
  'container.stop.signal-reported/default': wrong(
    'reports the runtime’s default in place of the stop signal in force',
    changesAnswer('ContainerStatus', ({ status }) => {
      if (status) status.stop_signal = 'SIGNAL_RUNTIME_DEFAULT'
    }),
  ),
  'container.stop.status-during-grace/waits': wrong(
    'answers no status while a container is being stopped',
    {
      method: 'StopContainer',
      around: async ({ request, memory }, ask) => {
        const stopping = ask()
        memory.set(request.container_id, stopping)
        return stopping
      },
    },
    {
      method: 'ContainerStatus',
      around: async ({ request, memory, touch }, ask) => {
        const stopping = memory.get(request.container_id) as Promise<unknown> | undefined
        if (stopping) {
          touch()
          await stopping.catch(() => undefined)
        }
        return ask()
      },
    },
  ),
  'container.stop.cancelled/kills': wrong(
    'kills a container when the call that stops it is cancelled',
    {
      method: 'StopContainer',
      around: async ({ request, runtime, signal, touch }, ask) => {
        const { container_id } = request
        signal.addEventListener('abort', () => {
          touch()
          runtime.stopContainer({ container_id, timeout: 0 }).catch(() => undefined)
        })
        return ask()
      },
    },
  ),
  'container.remove.gone/nothing-done': wrong(
    'answers that a container is removed and does nothing',
    pretends('RemoveContainer', {}),
  ),
  'container.remove.gone/status-answers': wrong(
    'answers an empty status for a container that is not there',
    swallowsErrors('ContainerStatus', {}),
  ),
  'container.remove.any-state/running-refused': wrong('refuses to remove a running container', {
    method: 'RemoveContainer',
    around: async ({ request, runtime }, ask) => {
      const filter = { id: request.container_id, state: { state: 'CONTAINER_RUNNING' as const } }
      const { containers } = await runtime.listContainers({ filter })
      if (containers.length > 0) throw new Refusal('FAILED_PRECONDITION', 'it is running')
      return ask()
    },
  }),
  'container.remove.idempotent/second-fails': wrong(
    'fails to remove a container that is gone',
    failsTheSecondTime('RemoveContainer', 'NOT_FOUND', (it) => it.container_id),
  ),
})
