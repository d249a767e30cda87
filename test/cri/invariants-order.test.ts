import { expect, test } from 'vitest'
import type { CallRecord } from '../../src/cri/client.ts'
import { Invariants } from '../../src/cri/invariants/invariants.ts'
import { MARGIN_MS } from '../../src/cri/invariants/span.ts'
import { CHECKS } from '../../src/cri/invariants/table.ts'
import {
  broken,
  CONTAINER,
  call,
  container,
  createContainer,
  exited,
  failed,
  hear,
  list,
  ns,
  POD,
  running,
  runPod,
  status,
} from './invariant-calls.ts'

const made = [runPod(), createContainer()]
const entry = { ...container, pod_sandbox_id: POD }

test.each([
  ['overlaps', 0, false],
  ['begins within the margin', 2 + MARGIN_MS - 1, false],
  ['begins after the margin', 2 + MARGIN_MS, true],
])('a state that went back counts only after the earlier answer: %s', (_, gapMs, seen) => {
  const found = broken([status(50, exited), status(50 + gapMs, running)])
  expect(found.includes('container.state-forward')).toBe(seen)
})

test.each([
  ['a create that has not ended', 25, 10, false],
  ['a create that ended just before', 32, 10, false],
  ['a create that ended well before', 36, 10, true],
])('what is missing from a list counts only after %s', (_, at, tookMs, seen) => {
  const found = broken([...made, call('ListContainers', {}, {}, at, tookMs)])
  expect(found.includes('list.containers-complete')).toBe(seen)
})

test.each<[string, CallRecord]>([
  ['its own removal under way', call('RemoveContainer', { container_id: CONTAINER }, {}, 45, 40)],
  ['its own removal that fails', failed('RemoveContainer', { container_id: CONTAINER }, 38)],
  ['the removal of its pod', call('RemovePodSandbox', { pod_sandbox_id: POD }, {}, 45, 40)],
  ['a removal by a shortened id', call('RemoveContainer', { container_id: 'cc' }, {}, 38)],
])('a container may be missing from a list for %s', (_, removal) => {
  expect(broken([...made, removal, call('ListContainers', {}, {}, 44, 20)])).toEqual([])
})

test('a removal that begins after the list excuses nothing', () => {
  const removal = call('RemoveContainer', { container_id: CONTAINER }, {}, 60)
  const found = broken([...made, call('ListContainers', {}, {}, 40), removal])
  expect(found).toEqual(['list.containers-complete'])
})

test('an answer that was on its way during a removal is no return', () => {
  const removal = call('RemoveContainer', { container_id: CONTAINER }, {}, 50, 10)
  expect(broken([...made, removal, list(55), list(64)])).toEqual([])
  expect(broken([...made, removal, list(66)])).toEqual(['removed.stays-gone'])
})

test('what StopContainer and StopPodSandbox bring about counts as seen', () => {
  const start = call('StartContainer', { container_id: CONTAINER }, {}, 42, 5)
  const stop = call('StopContainer', { container_id: CONTAINER }, {}, 55, 5)
  const stopPod = call('StopPodSandbox', { pod_sandbox_id: POD }, {}, 55, 5)
  for (const it of [stop, stopPod]) {
    expect(broken([...made, start, it, status(70, running)])).toEqual(['container.state-forward'])
    expect(broken([...made, it, status(70)])).toEqual([])
  }
})

test('a pod that is listed as not ready while it is made may be ready afterwards', () => {
  const item = { id: POD, metadata: { name: 'p', uid: 'u', namespace: 'n' }, created_at: ns(5) }
  const given = { labels: { a: '1' }, annotations: { b: '2' } }
  const early = { ...item, ...given, state: 'SANDBOX_NOTREADY' as const }
  const first = call('ListPodSandbox', {}, { items: [early] }, 2, 2)
  const then = call('ListPodSandbox', {}, { items: [{ ...item, ...given }] }, 30)
  expect(broken([runPod(), first, then])).toEqual([])
})

test('a repeated request may be answered with what the first attempt made', () => {
  const config = { metadata: { name: 'c' } }
  const request = { pod_sandbox_id: POD, config }
  const answer = { container_id: CONTAINER }
  const told = status(9050, { labels: {}, annotations: {}, created_at: ns(60) })
  const again = call('CreateContainer', request, answer, 9000)
  const first = failed('CreateContainer', request, 50, 100, 'DEADLINE_EXCEEDED')
  expect(broken([runPod(), first, again, told])).toEqual([])
  expect(broken([runPod(), again, told])).toEqual(['times.created-in-call'])
})

test('a clock may be off by up to a second', () => {
  const at = (ms: number) => broken([...made, status(40, { created_at: ns(ms) })])
  expect(at(20 - 1000)).toEqual([])
  expect(at(20 - 1001)).toEqual(['times.created-in-call'])
  expect(at(30 + 1000)).toEqual([])
  expect(at(30 + 1001)).toEqual(['times.created-in-call'])
})

test('a stream is complete at its end, not with its first answer', () => {
  const request = {}
  const part = (id: string, at: number) => ({
    ...call('StreamContainers', request, { containers: [{ ...entry, id }] }, 40, at),
  })
  const end = call('StreamContainers', request, undefined, 40, 30)
  expect(broken([...made, part('other', 10), part(CONTAINER, 20), end])).toEqual([])
  expect(broken([...made, part('other', 10), part('third', 20)])).toEqual([])
  expect(broken([...made, part('other', 10), end])).toEqual(['list.containers-complete'])
})

test('an image is expected until a call begins that may remove or rename it', () => {
  const id = 'a'.repeat(64)
  const name = { image: { image: '127.0.0.1:9/r:1' } }
  const pull = call('PullImage', name, { image_ref: `sha256:${id}` }, 0)
  const none = call('ListImages', {}, {}, 40, 10)
  expect(broken([pull, none])).toEqual(['list.images-complete'])
  expect(broken([pull, call('RemoveImage', name, {}, 45, 40), none])).toEqual([])
  const unknown = { image: { image: 'elsewhere/r:2' } }
  expect(broken([pull, call('RemoveImage', unknown, {}, 20), none])).toEqual([])
  const moved = call('PullImage', name, { image_ref: 'b'.repeat(64) }, 20)
  const other = call('ListImages', {}, { images: [{ id: 'b'.repeat(64), size: 1 }] }, 40)
  expect(broken([pull, moved, other])).toEqual([])
})

test('a failed call teaches nothing', () => {
  const remove = failed('RemoveContainer', { container_id: CONTAINER }, 50)
  const stop = failed('StopContainer', { container_id: CONTAINER }, 50)
  expect(broken([...made, status(45, running), remove, stop, status(70, running)])).toEqual([])
})

test('a violation is told once, with how often and where first', () => {
  const { violations } = hear([status(40, { image_ref: '' }), status(50, { image_ref: '' })])
  expect(violations).toEqual([
    {
      id: 'container.image-ref-set',
      statement: 'Status and list of a container carry an image_ref.',
      level: 'must',
      count: 2,
      first: {
        scenario: 'scenario.of.test',
        call: `ContainerStatus container_id=${CONTAINER} at 2026-09-21T14:13:20.040Z`,
        detail: `container ${CONTAINER}: image_ref is empty (status)`,
      },
    },
  ])
})

test('what is listed of an invariant is told apart from all else', () => {
  const listed = [
    { invariant: 'container.image-ref-set', text: 'is empty (status)' },
    { invariant: 'metadata.present', text: 'is empty (list)' },
  ]
  const records = [
    status(40, { image_ref: '' }),
    list(50, { image_ref: '' }),
    status(60, { image_ref: '' }),
  ]
  const { violations } = hear(records, new Invariants(listed))
  const ways = violations.filter(({ id }) => id === 'container.image-ref-set')
  expect(ways.map(({ count, listed, first }) => ({ count, listed, detail: first.detail }))).toEqual(
    [
      {
        count: 2,
        listed: 'is empty (status)',
        detail: `container ${CONTAINER}: image_ref is empty (status)`,
      },
      {
        count: 1,
        listed: undefined,
        detail: `container ${CONTAINER}: image_ref is empty (list)`,
      },
    ],
  )
})

test('a check that breaks is an error of crivet, told once, and the others go on', () => {
  const bad = {
    id: 'bad',
    statement: '',
    level: 'must' as const,
    find: (): string[] => {
      throw new Error('the check broke')
    },
  }
  const invariants = hear(
    [status(40, { image_ref: '' }), status(50)],
    new Invariants([], [bad, ...CHECKS]),
  )
  expect(invariants.errors).toEqual([
    expect.stringMatching(/^invariants, bad: Error: the check broke/),
  ])
  expect(invariants.violations.map(({ id }) => id)).toEqual(['container.image-ref-set'])
})

test('an event that was kept for a later subscriber tells of its own time', () => {
  const kept = (created: bigint) =>
    call(
      'GetContainerEvents',
      {},
      {
        created_at: created,
        containers_statuses: [{ ...container, state: 'CONTAINER_CREATED' }],
      },
      5000,
    )
  const past = [...made, status(50, running)]
  expect(broken([...past, kept(ns(40))])).not.toContain('container.state-forward')
  expect(broken([...past, kept(ns(5001))])).toContain('container.state-forward')
})

test('thousands of calls are cheap', () => {
  const containers = Array.from({ length: 200 }, (_, index) => ({ ...entry, id: `id-${index}` }))
  const invariants = new Invariants()
  const before = process.cpuUsage()
  for (let at = 0; at < 200; at++) {
    hear([call('ListContainers', {}, { containers }, at * 20)], invariants)
  }
  expect(invariants.violations).toEqual([])
  // 40 000 sightings; measured 0.6 s on two slow cores. Of the processor's time: others may be at work beside.
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(10_000)
})
