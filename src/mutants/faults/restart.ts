import { faults, wrong } from '../fault.ts'
import { changesAnswer, changesRequest, pretends, refuses } from '../hooks.ts'
import { rewritesLogs } from '../log-rewriter.ts'

// Of the slow log in which restart.logs.* look for it.
const DURING_RESTART = 3

/** Faults that show after a restart of the daemon. */
export const RESTART_FAULTS = faults({
  'restart.objects-survive/containers-lost': wrong(
    'lists no container that is older than its restart',
    changesAnswer('ListContainers', (it, { restarted }) => {
      if (restarted) it.containers = []
    }),
  ),
  'restart.objects-survive/pods-not-ready': wrong(
    'calls all pods not ready after a restart',
    changesAnswer('PodSandboxStatus', ({ status }, { restarted }) => {
      if (restarted && status) status.state = 'SANDBOX_NOTREADY'
    }),
  ),
  'restart.objects-survive/annotations-lost': wrong(
    'forgets the annotations of containers over a restart',
    changesAnswer('ContainerStatus', ({ status }, { restarted }) => {
      if (restarted && status) status.annotations = {}
    }),
  ),
  'restart.objects-survive/address-lost': wrong(
    'forgets the addresses of pods over a restart',
    changesAnswer('PodSandboxStatus', ({ status }, { restarted }) => {
      if (restarted && status?.network) status.network.ip = ''
    }),
  ),
  'restart.objects-survive/times-anew': wrong(
    'takes the time of a restart for that of the creation of containers',
    changesAnswer('ContainerStatus', ({ status }, { restarted }) => {
      if (restarted && status) status.created_at += 3_600_000_000_000n
    }),
  ),
  'restart.workload-runs-on/stopped': wrong('stops containers when it is restarted', {
    method: 'ContainerStatus',
    around: async ({ request, restarted, runtime, touch }, ask) => {
      if (restarted) {
        await runtime.stopContainer({ container_id: request.container_id, timeout: 0 })
        touch()
      }
      return ask()
    },
  }),
  'restart.workload-runs-on/all-ended': wrong('ends all containers when it comes back', {
    method: 'Version',
    around: async ({ restarted, runtime, touch }, ask) => {
      if (restarted) {
        const { containers } = await runtime.listContainers({})
        for (const { id } of containers) {
          await runtime.stopContainer({ container_id: id, timeout: 0 })
        }
        touch()
      }
      return ask()
    },
  }),
  'restart.exit-while-down/unknown-code': wrong(
    'answers exit code 255 for what ended while it was down',
    changesAnswer('ContainerStatus', ({ status }, { restarted }) => {
      if (restarted && status?.state === 'CONTAINER_EXITED') status.exit_code = 255
    }),
  ),
  'restart.exit-while-down/still-running': wrong(
    'lists containers that ended while it was down as running',
    changesAnswer('ListContainers', ({ containers }, { restarted }) => {
      if (restarted) for (const it of containers) it.state = 'CONTAINER_RUNNING'
    }),
  ),
  'restart.exit-while-down/no-end-time': wrong(
    'knows no end time of what ended while it was down',
    changesAnswer('ContainerStatus', ({ status }, { restarted }) => {
      if (restarted && status) status.finished_at = 0n
    }),
  ),
  'restart.operations-work/no-exec': wrong(
    'runs no commands after a restart',
    refuses('ExecSync', 'UNKNOWN', (_, { restarted }) => restarted),
  ),
  'restart.operations-work/no-update': wrong(
    'takes updates for done after a restart',
    pretends('UpdateContainerResources', {}, (_, { restarted }) => restarted),
  ),
  'restart.operations-work/no-attach': wrong(
    'attaches to nothing after a restart',
    refuses('Attach', 'NOT_FOUND', (_, { restarted }) => restarted),
  ),
  'restart.operations-work/no-port-forward': wrong(
    'forwards no ports after a restart',
    refuses('PortForward', 'NOT_FOUND', (_, { restarted }) => restarted),
  ),
  'restart.operations-work/stop-signal-lost': wrong(
    'kills what it is to stop after a restart',
    changesRequest('StopContainer', (request, { restarted }) => {
      if (restarted) request.timeout = 0n
    }),
  ),
  'restart.operations-work/no-new-container': wrong(
    'takes no containers into pods from before a restart',
    refuses('CreateContainer', 'NOT_FOUND', (_, { restarted }) => restarted),
  ),
  'restart.operations-work/no-removal': wrong(
    'cannot remove pods from before a restart',
    refuses('RemovePodSandbox', 'UNKNOWN', (_, { restarted }) => restarted),
  ),
  'restart.logs-continue/not-reopened': wrong(
    'does not reopen logs from before a restart',
    pretends('ReopenContainerLog', {}, (_, { restarted }) => restarted),
  ),
  'restart.logs-continue/line-lost': wrong(
    'loses a line of a log that goes on over a restart',
    ...rewritesLogs((line, index) => (index === DURING_RESTART ? [] : [line])),
  ),
  'restart.logs-continue/line-doubled': wrong(
    'writes a line of a log that goes on over a restart twice',
    ...rewritesLogs((line, index) => (index === DURING_RESTART ? [line, line] : [line])),
  ),
  'restart.images-survive/lost': wrong(
    'lists no images after a restart',
    changesAnswer('ListImages', (it, { restarted }) => {
      if (restarted) it.images = []
    }),
  ),
  'restart.images-survive/pull-stuck': wrong(
    'refuses pulls after a restart',
    refuses('PullImage', 'ALREADY_EXISTS', (_, { restarted }) => restarted),
  ),
  'restart.ready-when-serving/empty-at-first': wrong('lists nothing at first after a restart', {
    method: 'ListContainers',
    around: async ({ memory, restarted }, ask) => {
      const answer = await ask()
      if (!restarted || memory.has('listed')) return answer
      memory.set('listed', true)
      return { containers: [] }
    },
  }),
  'events.during-restart/not-served': wrong('sends no events after a restart', {
    method: 'GetContainerEvents',
    each: (message, { restarted }) => (restarted ? [] : [message]),
  }),
})
