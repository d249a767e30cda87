import { expect, test } from 'vitest'
import { codecOf } from '../../src/cri/codec.ts'
import type { ContainerStatusResponse, CreateContainerRequest } from '../../src/cri/gen/messages.ts'
import { METHODS, type MethodName } from '../../src/cri/gen/methods.ts'
import { encodeWithUnknown } from '../../src/cri/unknown-fields.ts'

const BEYOND_DOUBLE = 1_790_000_000_123_456_789n

function status(response: unknown): ContainerStatusResponse {
  const codec = codecOf('ContainerStatus')
  return codec.decodeResponse(codec.encodeResponse(response)) as ContainerStatusResponse
}

test('an empty message has every field', () => {
  for (const method of Object.keys(METHODS) as MethodName[]) {
    const codec = codecOf(method)
    expect(codec.path).toBe(`/runtime.v1.${METHODS[method].service}/${method}`)
    expect(codec.encodeRequest({})).toHaveLength(0)
    expect(codec.decodeResponse(Buffer.alloc(0))).toBeTypeOf('object')
  }
  expect(status({})).toEqual({ status: null, info: {} })
  expect(status({ status: {} }).status).toMatchObject({
    id: '',
    metadata: null,
    state: 'CONTAINER_CREATED',
    created_at: 0n,
    exit_code: 0,
    labels: {},
    mounts: [],
    resources: null,
  })
})

test('64-bit integers keep every digit, in whatever form they come', () => {
  for (const given of [BEYOND_DOUBLE, String(BEYOND_DOUBLE)]) {
    expect(status({ status: { created_at: given } }).status?.created_at).toBe(BEYOND_DOUBLE)
  }
  expect(status({ status: { created_at: -5 } }).status?.created_at).toBe(-5n)
  const linux = { cpu_quota: -1, hugepage_limits: [{ limit: 2n ** 64n - 1n }] }
  const decoded = status({ status: { resources: { linux } } }).status?.resources?.linux
  expect(decoded?.cpu_quota).toBe(-1n)
  expect(decoded?.hugepage_limits).toEqual([{ page_size: '', limit: 2n ** 64n - 1n }])
})

test('null and undefined leave a field unset', () => {
  const request = { container_id: 'a', timeout: undefined }
  expect(codecOf('StopContainer').encodeRequest(request)).toEqual(
    codecOf('StopContainer').encodeRequest({ container_id: 'a', timeout: null }),
  )
  expect(status({ status: { labels: null, mounts: undefined } }).status?.labels).toEqual({})
})

test('a value that an enum does not have survives as a number, and a wrong name is refused', () => {
  expect(status({ status: { state: 7 } }).status?.state).toBe(7)
  expect(() => status({ status: { state: 'CONTAINER_GONE' } })).toThrow(
    'ContainerStatus.state: ContainerState has no value "CONTAINER_GONE"',
  )
})

test('bytes come as they are, or as text', () => {
  const codec = codecOf('CreateContainer')
  const envs = [
    { key: 'raw', value: Uint8Array.of(0xff, 0x00) },
    { key: 'text', value: 'aGk=ä' },
  ]
  const { config } = codec.decodeRequest(
    codec.encodeRequest({ config: { envs } }),
  ) as CreateContainerRequest
  expect(config?.envs.map(({ value }) => Buffer.from(value))).toEqual([
    Buffer.from([0xff, 0x00]),
    Buffer.from('aGk=ä'),
  ])
})

test('fields that the API does not have are added everywhere and change nothing', () => {
  const codec = codecOf('CreateContainer')
  const request = {
    pod_sandbox_id: 'a'.repeat(300),
    config: {
      metadata: { name: 'c', attempt: 3 },
      labels: { a: '1', b: '' },
      linux: { resources: { oom_score_adj: -998, cpu_quota: 2n ** 40n } },
      mounts: [{ container_path: '/a' }, { container_path: '/b' }],
    },
  }
  const plain = codec.encodeRequest(request)
  const more = encodeWithUnknown('CreateContainer', request)
  expect(codec.decodeRequest(more)).toEqual(codec.decodeRequest(plain))
  const count = more.toString('latin1').split('unknown').length - 1
  // The request, config, metadata, linux, resources and two mounts.
  expect(count).toBe(7)
})

test.each([
  ['text past the end', [0x0a, 0x7f], 'field 1 runs 127 bytes past the end'],
  ['a number cut short', [0x0a], 'a number is cut short'],
  ['a number without end', Array(20).fill(0xff), 'a number is longer than 10 bytes'],
  ['a group', [0x0b], 'field 1 has wire type 3'],
  ['field 0', [0x02, 0x00], 'a field has number 0'],
  ['text that is none', [0x0a, 0x01, 0xff], 'VersionResponse.version is not UTF-8'],
  ['a number for text', [0x08, 0x01], 'VersionResponse.version has wire type 0 in place of 2'],
])('%s is no message', (_, bytes, why) => {
  expect(() => codecOf('Version').decodeResponse(Buffer.from(bytes))).toThrow(why)
})

test('a fault deep within is found, and fields of a newer API are none', () => {
  const codec = codecOf('ContainerStatus')
  const good = codec.encodeResponse({ status: { labels: { key: 'QQQ' }, image: { image: 'r' } } })
  const bad = Buffer.from(good.toString('latin1').replace('QQQ', 'Q\xffQ'), 'latin1')
  expect(() => codec.decodeResponse(bad)).toThrow('ContainerStatus.labels is not UTF-8')
  const newer = Buffer.concat([good, Buffer.from([0xfa, 0xff, 0x03, 0x01, 0xff])])
  expect(codec.decodeResponse(newer)).toEqual(codec.decodeResponse(good))
})
