import type { CallRecord } from '../../src/cri/client.ts'
import { codecOf } from '../../src/cri/codec.ts'
import { CriError } from '../../src/cri/error.ts'
import type { MethodName, Methods } from '../../src/cri/gen/methods.ts'
import type { Init } from '../../src/cri/init.ts'
import { Invariants } from '../../src/cri/invariants/invariants.ts'

/** The moment the imagined run begins, in milliseconds since the epoch. */
export const T = 1_790_000_000_000

/** The time `ms` into the run, in nanoseconds. */
export function ns(ms: number): bigint {
  return BigInt(T + ms) * 1_000_000n
}

/** A successful call; the answer goes over the wire, so that every field is there. */
export function call<M extends MethodName>(
  method: M,
  request: Init<Methods[M]['request']>,
  response: Init<Methods[M]['response']> | undefined,
  at: number,
  tookMs = 2,
): CallRecord {
  const codec = codecOf(method)
  const answer = response && codec.decodeResponse(codec.encodeResponse(response))
  return {
    method,
    request,
    startedAtMs: T + at,
    tookMs,
    ...(answer === undefined ? {} : { response: answer }),
  }
}

/** A call that failed. */
export function failed(
  method: MethodName,
  request: unknown,
  at: number,
  tookMs = 2,
  code: CriError['code'] = 'UNKNOWN',
): CallRecord {
  const failure = {
    method,
    code,
    details: 'imagined',
    tookMs,
    asked: '',
    source: 'runtime' as const,
  }
  return { method, request, startedAtMs: T + at, tookMs, error: new CriError(failure) }
}

/** Tells of calls as a client would: starts and ends in the order of time. */
export function hear(records: readonly CallRecord[], invariants = new Invariants()): Invariants {
  const observer = invariants.observer('scenario.of.test')
  const moments = records.flatMap((record, index) => [
    {
      ms: record.startedAtMs,
      index,
      tell: () => observer.onStart?.(record.method, record.request),
    },
    { ms: record.startedAtMs + record.tookMs, index, tell: () => observer.onEnd?.(record) },
  ])
  moments.sort((a, b) => a.ms - b.ms || a.index - b.index)
  for (const { tell } of moments) tell()
  return invariants
}

/** The ids of the checks that records break. */
export function broken(records: readonly CallRecord[]): readonly string[] {
  const invariants = hear(records)
  if (invariants.errors.length > 0) throw new Error(invariants.errors.join('\n'))
  return invariants.violations.map(({ id }) => id)
}

export const POD = 'aa11'
export const CONTAINER = 'cc22'

const POD_METADATA = { name: 'p', uid: 'u', namespace: 'n', attempt: 0 }

/** A pod that is made from 0 to 10. */
export function runPod(over: Init<Methods['RunPodSandbox']['request']> = {}): CallRecord {
  const config = { metadata: POD_METADATA, labels: { a: '1' }, annotations: { b: '2' } }
  return call('RunPodSandbox', { config, ...over }, { pod_sandbox_id: POD }, 0, 10)
}

/** A container of it, made from 20 to 30. */
export function createContainer(): CallRecord {
  const config = { metadata: { name: 'c' }, labels: { a: '1' }, annotations: { b: '2' } }
  return call(
    'CreateContainer',
    { pod_sandbox_id: POD, config },
    { container_id: CONTAINER },
    20,
    10,
  )
}

/** What is told of the pod. */
export const pod = {
  id: POD,
  metadata: POD_METADATA,
  labels: { a: '1' },
  annotations: { b: '2' },
  created_at: ns(5),
}

/** What is told of the container, in lists and in status. */
export const container = {
  id: CONTAINER,
  metadata: { name: 'c' },
  labels: { a: '1' },
  annotations: { b: '2' },
  created_at: ns(25),
  image: { image: 'r' },
  image_ref: 'r',
}

type Over<M extends MethodName, K extends keyof Methods[M]['response']> = Init<
  NonNullable<Methods[M]['response'][K]>
>

/** A status of the pod at some time. */
export function podStatus(at: number, over: Over<'PodSandboxStatus', 'status'> = {}): CallRecord {
  return call('PodSandboxStatus', { pod_sandbox_id: POD }, { status: { ...pod, ...over } }, at)
}

/** A status of the container at some time. */
export function status(at: number, over: Over<'ContainerStatus', 'status'> = {}): CallRecord {
  return call(
    'ContainerStatus',
    { container_id: CONTAINER },
    { status: { ...container, ...over } },
    at,
  )
}

/** A list that holds the container alone. */
export function list(
  at: number,
  over: Init<Methods['ListContainers']['response']['containers'][0]> = {},
) {
  const item = { ...container, pod_sandbox_id: POD, ...over }
  return call('ListContainers', {}, { containers: [item] }, at)
}

export const running = { state: 'CONTAINER_RUNNING', started_at: ns(45) } as const
export const exited = {
  state: 'CONTAINER_EXITED',
  started_at: ns(45),
  finished_at: ns(60),
  reason: 'Completed',
} as const
