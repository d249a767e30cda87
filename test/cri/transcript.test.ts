import { expect, test } from 'vitest'
import type { CallRecord } from '../../src/cri/client.ts'
import { deadlineMs } from '../../src/cri/deadlines.ts'
import { CriError } from '../../src/cri/error.ts'
import { Transcript } from '../../src/cri/transcript.ts'

const START = 1_790_000_000_000

function transcript(...records: readonly CallRecord[]): Transcript {
  const made = new Transcript()
  for (const record of records) {
    made.begin(record.method)
    made.add(record)
  }
  return made
}

function status(at: number, response: unknown, responseBytes?: number): CallRecord {
  const size = responseBytes === undefined ? {} : { responseBytes }
  const request = { container_id: 'c' }
  return {
    method: 'ContainerStatus',
    request,
    response,
    ...size,
    startedAtMs: START + at,
    tookMs: 2,
  }
}

test('calls are printed with what was asked and answered', () => {
  const failure = {
    method: 'PullImage',
    code: 'UNAUTHENTICATED',
    details: 'who are you?',
    tookMs: 7,
    asked: '',
    source: 'runtime',
  } as const
  const auth = { username: 'me', password: 'secret', server_address: '' }
  const made = transcript(
    status(0, {
      status: {
        state: 'CONTAINER_EXITED',
        created_at: 1_790_000_000_123_456_789n,
        exit_code: 0,
        labels: { empty: '' },
        mounts: [],
      },
    }),
    {
      method: 'StopContainer',
      request: { container_id: 'c', timeout: 5n },
      response: {},
      startedAtMs: START + 10,
      tookMs: 1.6,
    },
    {
      method: 'PullImage',
      request: { image: { image: 'i' }, auth },
      error: new CriError(failure),
      startedAtMs: START + 20,
      tookMs: 7,
    },
    {
      method: 'ExecSync',
      request: { cmd: ['a', '', '-'] },
      response: { stdout: Buffer.from('hi\u001b\n') },
      startedAtMs: START + 30,
      tookMs: 3,
    },
    { method: 'StreamImages', request: {}, startedAtMs: START + 40, tookMs: 1 },
  )
  expect(String(made)).toMatchInlineSnapshot(`
    "+0 ms ContainerStatus {"container_id":"c"}
      → {"status":{"state":"CONTAINER_EXITED","created_at":"1790000000123456789","labels":{"empty":""}}} (2 ms)
    +10 ms StopContainer {"container_id":"c","timeout":5}
      → {} (2 ms)
    +20 ms PullImage {"image":{"image":"i"},"auth":{"username":"me","password":"[redacted]"}}
      → [UNAUTHENTICATED] who are you? (7 ms)
    +30 ms ExecSync {"cmd":["a","","-"]}
      → {"stdout":"hi\\u001b\\n"} (3 ms)
    +40 ms StreamImages {}
      → the end of the stream (1 ms)"
  `)
  expect(made.methods).toEqual([
    'ContainerStatus',
    'ExecSync',
    'PullImage',
    'StopContainer',
    'StreamImages',
  ])
  expect(made.unanswered).toEqual([])
})

test('the first and the last of many calls stay', () => {
  const made = transcript(...Array.from({ length: 1_000 }, (_, at) => status(at, { info: {} })))
  const lines = String(made).split('\n')
  expect(made.records).toHaveLength(200)
  expect(lines[0]).toMatch(/^\+0 ms /)
  expect(lines.filter((line) => line.startsWith('…'))).toEqual(['… 800 calls left out'])
  expect(lines.at(-2)).toMatch(/^\+999 ms /)
})

test('large answers are not kept without end', () => {
  const size = 1024 * 1024
  const made = transcript(
    ...Array.from({ length: 500 }, (_, at) => status(at, { info: { a: 'x'.repeat(10) } }, size)),
  )
  expect(made.records.filter(({ response }) => response !== undefined)).toHaveLength(4)
  expect(String(made)).toContain('→ an answer of 1048576 bytes, not kept')
  expect(String(transcript(status(0, { info: { a: 'x'.repeat(100_000) } }))).length).toBeLessThan(
    5_000,
  )
})

test('a call that was not answered is known', () => {
  const made = new Transcript()
  made.begin('Status')
  expect(made.unanswered).toEqual(['Status'])
  expect(String(made)).toBe('')
})

test.each([
  ['Version', {}, 120_000],
  ['RunPodSandbox', {}, 240_000],
  ['StopContainer', { timeout: 30n }, 150_000],
  ['StopContainer', { timeout: -5 }, 120_000],
  ['ExecSync', { timeout: '10' }, 130_000],
  ['ExecSync', { timeout: 2n ** 62n }, 86_400_000],
  ['CheckpointContainer', { timeout: 7 }, 7_000],
  ['CheckpointContainer', undefined, 120_000],
  ['PullImage', {}, 300_000],
] as const)('%s with %o may take %i ms', (method, request, ms) => {
  expect(deadlineMs(method, request)).toBe(ms)
})
