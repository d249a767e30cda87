import type { ContainerStatus } from '../../cri/gen/messages.ts'
import { type AnyCall, type CallHook, faults, Refusal, wrong } from '../fault.ts'
import { before, changesAnswer, changesRequest, pretends, swallowsErrors } from '../hooks.ts'
import { failsTheSecondTime, refusesMeanwhile } from '../hooks-in-time.ts'

/** Faults in stopping and removing containers. */
export const CONTAINER_STOP_FAULTS = faults({
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
    'stops containers with SIGINT',
    sendsFirst('INT'),
  ),
  'container.stop.config-signal/ignored': wrong(
    'ignores the stop signal of a config',
    changesRequest('CreateContainer', ({ config }) => {
      if (config) config.stop_signal = 'SIGNAL_RUNTIME_DEFAULT'
    }),
  ),
  'container.stop.image-signal/ignored': wrong(
    'stops all containers with SIGTERM',
    sendsFirst('TERM'),
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
  'container.stop.cancelled/stuck': wrong(
    'stops no container that a call which was left began to stop',
    {
      method: 'StopContainer',
      around: async ({ request, memory, signal, touch }, ask) => {
        if (memory.has(request.container_id)) throw new Refusal('UNKNOWN', 'it is being stopped')
        signal.addEventListener('abort', () => {
          touch()
          memory.set(request.container_id, true)
        })
        return ask()
      },
    },
  ),
  'container.stop.parallel/one-at-a-time': wrong(
    'fails to stop a container that is being stopped',
    refusesMeanwhile('StopContainer', 'UNKNOWN', (it) => it.container_id),
  ),
  'container.stop.shorter-second-call/waits': wrong(
    'waits for the first stop of a container whatever a second asks',
    {
      method: 'StopContainer',
      around: async ({ request, memory, touch }, ask) => {
        const first = memory.get(request.container_id) as Promise<unknown> | undefined
        if (first) {
          touch()
          return first
        }
        const stopping = ask()
        memory.set(request.container_id, stopping)
        return stopping
      },
    },
  ),
  'container.stop.image-signal-after-image-removal/term': wrong(
    'stops containers whose image is gone with SIGTERM',
    sendsFirst('TERM', async ({ runtime }, { image_id, image_ref }) => {
      const found = await runtime.imageStatus({ image: { image: image_id || image_ref } })
      return !found.image
    }),
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

// The workload sends it: a process that handles it ends or answers before the signal that is due.
function sendsFirst(
  signal: string,
  when: (call: AnyCall, status: ContainerStatus) => Promise<boolean> = async () => true,
): CallHook {
  return before('StopContainer', async (call) => {
    const { request, runtime, touch } = call
    const { container_id, timeout } = request
    if (timeout === 0n) return
    const { status } = await runtime.containerStatus({ container_id })
    if (status?.state !== 'CONTAINER_RUNNING' || !(await when(call, status))) return
    await runtime.execSync({ container_id, cmd: ['/workload', 'kill', '1', signal] })
    touch()
  })
}
