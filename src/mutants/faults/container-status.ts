import type { ContainerStatus } from '../../cri/gen/messages.ts'
import { type CallHook, faults, wrong } from '../fault.ts'
import { changesAnswer } from '../hooks.ts'
import { answersStale } from '../hooks-in-time.ts'

/** Faults in what is told of containers. */
export const CONTAINER_STATUS_FAULTS = faults({
  'container.status.identity/no-metadata': wrong(
    'answers the status of a container without metadata',
    tells((it) => {
      it.metadata = null
    }),
  ),
  'container.status.identity/short-id': wrong(
    'answers a shortened id',
    tells((it) => {
      it.id = it.id.slice(0, 12)
    }),
  ),
  'container.status.identity/attempt-lost': wrong(
    'answers attempt 0 of every container',
    tells(({ metadata }) => {
      if (metadata) metadata.attempt = 0
    }),
  ),
  'container.status.times/milliseconds': wrong(
    'tells times in milliseconds',
    tells((it) => {
      it.created_at /= 1_000_000n
      it.started_at /= 1_000_000n
      it.finished_at /= 1_000_000n
    }),
  ),
  'container.status.times/started-is-created': wrong(
    'answers the time of creation as that of the start',
    tells((it) => {
      if (it.started_at > 0n) it.started_at = it.created_at
    }),
  ),
  'container.status.created-at-orders/whole-minutes': wrong(
    'tells times of creation in whole minutes',
    tells((it) => {
      it.created_at -= it.created_at % 60_000_000_000n
    }),
  ),
  'container.status.unset-times-zero/year-1': wrong(
    'answers the year 1 for times that do not apply',
    tells((it) => {
      if (it.started_at === 0n) it.started_at = -6_795_364_578_871_345_152n
      if (it.finished_at === 0n) it.finished_at = -6_795_364_578_871_345_152n
    }),
  ),
  'container.status.exit-code/zero': wrong(
    'answers exit code 0 of every container',
    tells((it) => {
      it.exit_code = 0
    }),
  ),
  'container.status.exit-code/signal-only': wrong(
    'answers the number of the signal without 128',
    tells((it) => {
      if (it.exit_code > 128) it.exit_code -= 128
    }),
  ),
  'container.status.finished-at/unset': wrong(
    'answers no end time of exited containers',
    tells((it) => {
      it.finished_at = 0n
    }),
  ),
  'container.status.finished-at/before-start': wrong(
    'answers an end before the start',
    tells((it) => {
      if (it.finished_at > 0n) it.finished_at = it.started_at - 1_000_000_000n
    }),
  ),
  'container.status.exit-noticed/stale': wrong(
    'answers the first status of a container for ever',
    answersStale('ContainerStatus', ({ container_id }) => container_id),
  ),
  'container.status.exit-noticed/never': wrong(
    'calls every started container running',
    tells((it) => {
      if (it.state === 'CONTAINER_EXITED') Object.assign(it, RUNNING)
    }),
  ),
  'container.status.oom/as-error': wrong(
    'calls an OOM kill an error like any other',
    tells((it) => {
      if (it.reason === 'OOMKilled') it.reason = 'Error'
    }),
  ),
  'container.status.oom-at-once/missed': wrong(
    'misses an OOM kill within a second of the start',
    tells((it) => {
      const lived = it.finished_at - it.started_at
      if (it.reason === 'OOMKilled' && lived < 1_000_000_000n) it.reason = 'Error'
    }),
  ),
  'container.status.no-false-oom/every-137': wrong(
    'calls every end by SIGKILL an OOM kill',
    tells((it) => {
      if (it.exit_code === 137) it.reason = 'OOMKilled'
    }),
  ),
  'container.status.reason-completed/empty': wrong(
    'gives no reason of an end',
    tells((it) => {
      it.reason = ''
    }),
  ),
  'container.status.reason-completed/always': wrong(
    'calls every end a completion',
    tells((it) => {
      if (it.reason) it.reason = 'Completed'
    }),
  ),
  'container.status.image/none': wrong(
    'answers no image of a container',
    tells((it) => {
      it.image = null
    }),
  ),
  'container.status.image-user-spec/by-id': wrong(
    'answers the id of the image in place of the name that was asked for',
    tells((it) => {
      if (it.image) Object.assign(it.image, { image: it.image_ref, user_specified_image: '' })
    }),
  ),
  'container.status.image-ref/empty': wrong(
    'answers no image_ref of a container',
    tells((it) => {
      it.image_ref = ''
    }),
  ),
  'container.status.image-ref/tag': wrong(
    'answers a tag as image_ref',
    tells((it) => {
      it.image_ref = it.image?.user_specified_image || 'example.org/image:latest'
    }),
  ),
  'container.status.image-ref-agrees/list-differs': wrong(
    'lists containers with another image_ref than their status has',
    changesAnswer('ListContainers', ({ containers }) => {
      for (const it of containers) it.image_ref = `sha256:${'0'.repeat(64)}`
    }),
  ),
  'container.status.labels/lost': wrong(
    'answers no labels of a container',
    tells((it) => {
      it.labels = {}
    }),
  ),
  'container.status.labels/lower-case': wrong(
    'answers the values of labels in lower case',
    tells((it) => {
      for (const [key, value] of Object.entries(it.labels)) it.labels[key] = value.toLowerCase()
    }),
  ),
  'container.status.annotations/lost': wrong(
    'answers no annotations of a container',
    tells((it) => {
      it.annotations = {}
    }),
  ),
  'container.status.annotations/added': wrong(
    'adds an annotation to those of a container',
    tells((it) => {
      it.annotations['io.runtime/own'] = 'true'
    }),
  ),
  'container.status.mounts/none': wrong(
    'answers no mounts of a container',
    tells((it) => {
      it.mounts = []
    }),
  ),
  'container.status.mounts/writable': wrong(
    'answers every mount as writable',
    tells(({ mounts }) => {
      for (const it of mounts) it.readonly = false
    }),
  ),
  'container.status.mounts/propagation': wrong(
    'answers every mount as shared',
    tells(({ mounts }) => {
      for (const it of mounts) it.propagation = 'PROPAGATION_BIDIRECTIONAL'
    }),
  ),
  'container.status.log-path/relative': wrong(
    'answers the log path relative to the log directory',
    tells((it) => {
      it.log_path = it.log_path.split('/').slice(-2).join('/')
    }),
  ),
  'container.status.resources/none': wrong(
    'answers no resources of a container',
    tells((it) => {
      it.resources = null
    }),
  ),
  'container.status.resources/no-memory': wrong(
    'answers no memory limit of a container',
    tells(({ resources }) => {
      if (resources?.linux) resources.linux.memory_limit_in_bytes = 0n
    }),
  ),
  'container.status.user/root': wrong(
    'answers root as the user of every container',
    tells((it) => {
      it.user = { linux: { uid: 0n, gid: 0n, supplemental_groups: [] } }
    }),
  ),
  'container.status.user/no-groups': wrong(
    'answers no supplementary groups',
    tells(({ user }) => {
      if (user?.linux) user.linux.supplemental_groups = []
    }),
  ),
  'verbose.info-json/container-no-json': wrong(
    'answers verbose information of a container that is no JSON',
    changesAnswer('ContainerStatus', (it, { request }) => {
      if (request.verbose) it.info = { info: 'pid=1' }
    }),
  ),
})

const RUNNING = { state: 'CONTAINER_RUNNING', finished_at: 0n, exit_code: 0, reason: '' } as const

function tells(change: (status: ContainerStatus) => void): CallHook {
  return changesAnswer('ContainerStatus', ({ status }) => {
    if (status) change(status)
  })
}
