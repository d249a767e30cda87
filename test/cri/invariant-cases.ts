import type { CallRecord } from '../../src/cri/client.ts'
import {
  CONTAINER,
  call,
  container,
  createContainer,
  exited,
  failed,
  list,
  ns,
  POD,
  pod,
  podStatus,
  running,
  runPod,
  status,
} from './invariant-calls.ts'

/** A pod and a container in it. */
export const made = [runPod(), createContainer()]
const IMAGE = 'a'.repeat(64)
const image = { id: `sha256:${IMAGE}`, size: 7, repo_tags: ['127.0.0.1:9/r:1'] }
const version = {
  version: '0.1.0',
  runtime_name: 'n',
  runtime_version: '1.2.3',
  runtime_api_version: 'v1',
}
const conditions = [{ type: 'RuntimeReady' }, { type: 'NetworkReady' }]
const byLabel = (labels: Record<string, string>) => ({ filter: { label_selector: labels } })
const entry = { ...container, pod_sandbox_id: POD }
/** Figures of the container. */
export const stats = (at: number, cpu: number, time = at) =>
  call(
    'ContainerStats',
    { container_id: CONTAINER },
    {
      stats: {
        attributes: {
          id: CONTAINER,
          metadata: { name: 'c' },
          labels: { a: '1' },
          annotations: { b: '2' },
        },
        cpu: { timestamp: ns(time), usage_core_nano_seconds: { value: cpu } },
        memory: { timestamp: ns(time), page_faults: { value: cpu } },
      },
    },
    at,
  )

const start = (tookMs: number) =>
  call('StartContainer', { container_id: CONTAINER }, {}, 42, tookMs)

/** Calls that break a check, and calls much like them that do not. */
export interface Case {
  readonly red: readonly CallRecord[]
  readonly green: readonly CallRecord[]
}

const listed = (request: Parameters<typeof call<'ListContainers'>>[1], over = {}) =>
  call('ListContainers', request, { containers: [{ ...entry, ...over }] }, 40)
const imageList = (images: readonly object[], reference?: string) =>
  call('ListImages', reference ? { filter: { image: { image: reference } } } : {}, { images }, 40)
const pull = call('PullImage', { image: { image: '127.0.0.1:9/r:1' } }, { image_ref: IMAGE }, 0)
const url = (it: string) => [call('Exec', { container_id: CONTAINER }, { url: it }, 40)]

/** By the id of the check. */
export const CASES: Readonly<Record<string, Case>> = {
  'version.fields-set': {
    red: [call('Version', {}, { ...version, runtime_name: '' }, 0)],
    green: [call('Version', {}, version, 0)],
  },
  'version.constant': {
    red: [
      call('Version', {}, version, 0),
      call('Version', {}, { ...version, runtime_version: '9.9.9' }, 9),
    ],
    green: [call('Version', {}, version, 0), call('Version', { version: 'v1' }, version, 9)],
  },
  'status.conditions': {
    red: [call('Status', {}, { status: { conditions: [{ type: 'RuntimeReady' }] } }, 0)],
    green: [call('Status', {}, { status: { conditions } }, 0)],
  },
  'status.handlers-unique': {
    red: [
      call(
        'Status',
        {},
        { status: { conditions }, runtime_handlers: [{ name: 'a' }, { name: 'a' }] },
        0,
      ),
    ],
    green: [
      call(
        'Status',
        {},
        { status: { conditions }, runtime_handlers: [{ name: '' }, { name: 'a' }] },
        0,
      ),
    ],
  },
  'stream.url': { red: url('/exec/1'), green: url('http://127.0.0.1:1/exec/1') },
  'id.well-formed': {
    red: [call('RunPodSandbox', {}, { pod_sandbox_id: '' }, 0)],
    green: [runPod()],
  },
  'id.unique': {
    red: [
      ...made,
      call(
        'CreateContainer',
        { pod_sandbox_id: POD, config: { metadata: { name: 'x' } } },
        { container_id: CONTAINER },
        40,
      ),
    ],
    green: [...made, { ...createContainer(), startedAtMs: createContainer().startedAtMs + 40 }],
  },
  'status.present': {
    red: [call('ContainerStatus', { container_id: 'x' }, {}, 0)],
    green: [status(0), call('ImageStatus', { image: { image: 'gone' } }, {}, 0)],
  },
  'status.asked-for': {
    red: [call('PodSandboxStatus', { pod_sandbox_id: 'other' }, { status: pod }, 20)],
    green: [call('PodSandboxStatus', { pod_sandbox_id: 'aa' }, { status: pod }, 20)],
  },
  'metadata.present': {
    red: [runPod(), podStatus(20, { metadata: { ...pod.metadata, uid: '' } })],
    // Somebody else's pod.
    green: [podStatus(20, { metadata: { ...pod.metadata, uid: '' } })],
  },
  'verbose.info-only-when-asked': {
    red: [call('Status', {}, { status: { conditions }, info: { a: '{}' } }, 0)],
    green: [call('Status', { verbose: true }, { status: { conditions }, info: { a: '{}' } }, 0)],
  },
  'pod.metadata-as-given': {
    red: [runPod(), podStatus(20, { metadata: { ...pod.metadata, attempt: 3 } })],
    green: [runPod(), podStatus(20)],
  },
  'pod.labels-as-given': {
    red: [runPod(), podStatus(20, { labels: {} })],
    green: [runPod(), podStatus(20)],
  },
  'pod.labels-nothing-added': {
    red: [runPod(), podStatus(20, { labels: { a: '1', z: '' } })],
    green: [podStatus(20, { labels: { a: '1', z: '' } })],
  },
  'pod.annotations-as-given': {
    red: [runPod(), podStatus(20, { annotations: { b: '2 ' } })],
    green: [runPod(), podStatus(20)],
  },
  'pod.handler-as-given': {
    red: [runPod({ runtime_handler: 'a' }), podStatus(20, { runtime_handler: 'b' })],
    green: [runPod({ runtime_handler: 'a' }), podStatus(20, { runtime_handler: '' })],
  },
  'container.metadata-as-given': {
    red: [...made, status(40, { metadata: { name: 'd' } })],
    green: [...made, status(40)],
  },
  'container.labels-as-given': {
    red: [...made, status(40, { labels: { a: '2' } })],
    green: [...made, status(40)],
  },
  'container.labels-nothing-added': {
    red: [...made, status(40, { labels: { a: '1', z: '' } })],
    green: [status(40, { labels: { a: '1', z: '' } })],
  },
  'container.annotations-as-given': {
    red: [...made, status(40, { annotations: {} })],
    green: [...made, status(40)],
  },
  'container.pod-as-given': {
    red: [...made, list(40, { pod_sandbox_id: 'zz' })],
    green: [...made, list(40)],
  },
  'container.state-not-unknown': {
    red: [...made, status(40, { state: 'CONTAINER_UNKNOWN' })],
    green: [
      ...made,
      failed('Version', {}, 35, 2, 'UNAVAILABLE'),
      status(40, { state: 'CONTAINER_UNKNOWN' }),
    ],
  },
  'state.in-the-api': {
    red: [withState(status(40), 9)],
    green: [status(40)],
  },
  'container.state-forward': {
    red: [...made, status(50, running), list(60)],
    green: [...made, list(40), status(50, running), status(70, exited)],
  },
  'pod.state-forward': {
    red: [runPod(), podStatus(20, { state: 'SANDBOX_NOTREADY' }), podStatus(40)],
    green: [
      podStatus(-20, { state: 'SANDBOX_NOTREADY', created_at: ns(-30) }),
      podStatus(40, { created_at: ns(-30) }),
    ],
  },
  'times.created-set': { red: [podStatus(20, { created_at: 0 })], green: [podStatus(20)] },
  'times.created-in-call': {
    red: [runPod(), podStatus(20, { created_at: ns(5) / 1000n })],
    green: [runPod(), podStatus(20, { created_at: ns(900) })],
  },
  'events.created-in-call': {
    red: [runPod(), event(ns(-5000)), podStatus(40)],
    green: [runPod(), event(ns(5)), podStatus(40)],
  },
  'times.created-in-order': {
    red: [...made, status(40), ...another(50, 26), ...another(80, 25)],
    green: [...made, status(40), ...another(50, 52)],
  },
  'times.plausible': {
    red: [status(80, { ...exited, started_at: -6795364578871345152n })],
    green: [status(80, { ...exited, started_at: 0 })],
  },
  'times.started-after-created': {
    red: [status(80, { ...running, created_at: ns(-900), started_at: ns(-1000) })],
    green: [status(80, { ...running, created_at: ns(46) })],
  },
  'times.finished-after-started': {
    red: [...made, start(5), status(4000, { ...exited, started_at: ns(3000) })],
    // The call took as long: a daemon may take the start at its end.
    green: [...made, start(3000), status(4000, { ...exited, started_at: ns(3000) })],
  },
  'times.unset-when-created': {
    red: [status(40, { started_at: ns(30) })],
    green: [status(40)],
  },
  'times.started-when-running': {
    red: [status(50, running), status(60, { ...running, started_at: 0 })],
    green: [status(60, { ...running, started_at: 0 })],
  },
  'times.unfinished-when-running': {
    red: [status(60, { ...running, finished_at: ns(55) })],
    green: [status(60, running)],
  },
  'times.answer-in-call': {
    red: [
      call('PodSandboxStatus', { pod_sandbox_id: POD }, { status: pod, timestamp: ns(-5000) }, 20),
    ],
    green: [
      call('PodSandboxStatus', { pod_sandbox_id: POD }, { status: pod, timestamp: ns(21) }, 20),
    ],
  },
  'exit.finished-at-set': {
    red: [status(80, { ...exited, finished_at: 0 })],
    green: [status(80, { ...exited, finished_at: 0, started_at: 0 })],
  },
  'exit.reason-set': { red: [status(80, { ...exited, reason: '' })], green: [status(80, exited)] },
  'exit.code-unset-before': {
    red: [status(80, { ...running, exit_code: 255 })],
    green: [status(80, { ...exited, exit_code: 255 })],
  },
  'exit.stays': {
    red: [status(80, exited), status(90, { ...exited, finished_at: ns(88) })],
    green: [status(80, exited), status(90, exited)],
  },
  'list.nothing-twice': {
    red: [call('ListContainers', {}, { containers: [entry, entry] }, 40)],
    green: [call('ListContainers', {}, { containers: [entry, { ...entry, id: 'dd' }] }, 40)],
  },
  'list.pods-complete': {
    red: [runPod(), call('ListPodSandbox', byLabel({ a: '1' }), {}, 20)],
    green: [runPod(), call('ListPodSandbox', byLabel({ a: '2' }), {}, 20)],
  },
  'list.containers-complete': {
    red: [...made, call('ListContainers', { filter: { id: CONTAINER } }, {}, 40)],
    green: [
      ...made,
      call('ListContainers', { filter: { state: { state: 'CONTAINER_RUNNING' } } }, {}, 40),
    ],
  },
  'list.images-complete': {
    red: [pull, imageList([])],
    green: [pull, imageList([image])],
  },
  'removed.stays-gone': {
    red: [...made, call('RemovePodSandbox', { pod_sandbox_id: POD }, {}, 50), list(60)],
    green: [...made, failed('RemovePodSandbox', { pod_sandbox_id: POD }, 50), list(60)],
  },
  'filter.id': {
    red: [listed({ filter: { id: 'dd' } })],
    green: [listed({ filter: { id: 'cc' } })],
  },
  'filter.state': {
    red: [listed({ filter: { state: {} } }, { state: 'CONTAINER_RUNNING' })],
    green: [listed({ filter: { state: {} } })],
  },
  'filter.pod': {
    red: [listed({ filter: { pod_sandbox_id: 'zz' } })],
    green: [listed({ filter: { pod_sandbox_id: POD } })],
  },
  'filter.labels': { red: [listed(byLabel({ a: '2' }))], green: [listed(byLabel({ a: '1' }))] },
  'filter.labels-empty-value': { red: [listed(byLabel({ z: '' }))], green: [listed(byLabel({}))] },
  'filter.image': {
    red: [imageList([image], '127.0.0.1:9/r:2')],
    green: [imageList([image], '127.0.0.1:9/r:1'), imageList([image], 'r')],
  },
  ...Object.fromEntries(
    Object.entries({
      metadata: { name: 'd' },
      labels: { a: '3' },
      annotations: {},
      'created-at': 0,
    }).flatMap(([name, value]) => constant(name, value)),
  ),
  'container.pod-sandbox-id-constant': {
    red: [list(40), list(50, { pod_sandbox_id: 'zz' })],
    green: [list(40), status(50)],
  },
  'container.image-id-constant': {
    red: [list(40, { image_id: 'x' }), status(50, { image_id: 'y' })],
    green: [list(40, { image_id: 'x' }), status(50, { image_id: '' })],
  },
  'pod.runtime-handler-constant': {
    red: [podStatus(20, { runtime_handler: 'a' }), podStatus(30, { runtime_handler: 'b' })],
    green: [podStatus(20, { runtime_handler: 'a' }), podStatus(30)],
  },
  'container.image-ref-agrees': {
    red: [list(40, { image_ref: 'x' }), status(50)],
    green: [list(40, { image_ref: 'x' }), call('RemoveImage', {}, {}, 45), status(55)],
  },
  'container.image-named': { red: [status(40, { image: null })], green: [status(40)] },
  'container.image-ref-set': { red: [list(40, { image_ref: '' })], green: [list(40)] },
  'image.size-set': { red: [imageList([{ ...image, size: 0 }])], green: [imageList([image])] },
  'image.one-user': {
    red: [imageList([{ ...image, uid: { value: 0 }, username: 'u' }])],
    green: [imageList([{ ...image, uid: { value: 0 } }])],
  },
  'image.user-constant': {
    red: [
      imageList([image]),
      call('ImageStatus', { image: { image: IMAGE } }, { image: { ...image, username: 'u' } }, 50),
    ],
    green: [imageList([image]), call('ImageStatus', { image: { image: IMAGE } }, { image }, 50)],
  },
  'image.asked-for': {
    red: [call('ImageStatus', { image: { image: '127.0.0.1:9/r:2' } }, { image }, 0)],
    green: [call('ImageStatus', { image: { image: 'r:2' } }, { image }, 0)],
  },
  'stats.cpu-never-falls': {
    red: [...made, stats(50, 9), stats(60, 8)],
    green: [...made, stats(50, 9), stats(60, 0)],
  },
  'stats.counters-never-fall': {
    red: [...made, stats(50, 9), stats(60, 8)],
    green: [...made, stats(50, 9), stats(60, 9)],
  },
  'stats.time-forward': {
    red: [...made, stats(50, 9), stats(60, 9, 40)],
    green: [...made, stats(50, 9), stats(60, 9, 50)],
  },
  'stats.time-in-run': { red: [...made, stats(50, 9, 5000)], green: [...made, stats(50, 9, 800)] },
  'stats.time-set': { red: [stats(50, 9, -Number(ns(0) / 1_000_000n))], green: [stats(50, 9)] },
}

function event(created_at: bigint): CallRecord {
  return call(
    'GetContainerEvents',
    {},
    { created_at: ns(20), pod_sandbox_status: { ...pod, created_at } },
    0,
    20,
  )
}

function withState(record: CallRecord, state: number): CallRecord {
  const { status: told } = record.response as { readonly status: object }
  return { ...record, response: { status: { ...told, state }, info: {} } }
}

/** A further container made 10 ms long from `at` on, and a status that says it was made at `createdAt`. */
function another(at: number, createdAt: number): readonly CallRecord[] {
  const container_id = `id-${at}`
  const metadata = { name: container_id }
  return [
    call(
      'CreateContainer',
      { pod_sandbox_id: POD, config: { metadata } },
      { container_id },
      at,
      10,
    ),
    call(
      'ContainerStatus',
      { container_id },
      {
        status: {
          ...container,
          id: container_id,
          metadata,
          labels: {},
          annotations: {},
          created_at: ns(createdAt),
        },
      },
      at + 20,
    ),
  ]
}

function constant(name: string, value: unknown): readonly (readonly [string, Case])[] {
  const field = name.replace('-', '_')
  const podValue = field === 'metadata' ? { ...pod.metadata, name: 'd' } : value
  return [
    [
      `pod.${name}-constant`,
      {
        red: [podStatus(20), podStatus(30, { [field]: podValue })],
        green: [podStatus(20), podStatus(30)],
      },
    ],
    [
      `container.${name}-constant`,
      { red: [list(40), status(50, { [field]: value })], green: [list(40), status(50)] },
    ],
  ]
}
