import type { Socket } from 'node:net'
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js'
import { expect, onTestFinished, test } from 'vitest'
import { type CallRecord, type ConnectOptions, connect } from '../../src/cri/client.ts'
import { codecOf } from '../../src/cri/codec.ts'
import { CriError } from '../../src/cri/error.ts'
import { Transcript } from '../../src/cri/transcript.ts'
import { listen, serve, socketPath } from './plain-servers.ts'

type Unary = (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => void
type Streaming = ServerWritableStream<Buffer, Buffer>

const DEADLINE_MS = 250
const MUCH_LATER_MS = 3_000

function open(endpoint: string, options: Partial<ConnectOptions> = {}) {
  const records: CallRecord[] = []
  const observer = { onEnd: (record: CallRecord) => void records.push(record) }
  const connection = connect({ endpoint, observers: [observer], ...options })
  onTestFinished(() => connection.close())
  return { ...connection, records }
}

async function failure(call: Promise<unknown>): Promise<CriError> {
  const started = performance.now()
  const error: unknown = await call.catch((it: unknown) => it)
  expect(error).toBeInstanceOf(CriError)
  expect(performance.now() - started).toBeLessThan(MUCH_LATER_MS)
  return error as CriError
}

async function all<T>(answers: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const answer of answers) found.push(answer)
  return found
}

const http2Settings = Buffer.from('000000040000000000', 'hex')

test.each<readonly [string, (socket: Socket) => void]>([
  ['accepts and never answers', () => undefined],
  ['accepts, reads and never answers', (socket) => socket.resume()],
  ['closes at once', (socket) => socket.destroy()],
  ['writes what is not HTTP/2', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['writes random bytes', (socket) => socket.write(Buffer.alloc(65_536, 0xa5))],
  ['speaks HTTP/2 and goes silent', (socket) => socket.write(http2Settings)],
  [
    'answers the first bytes with rubbish',
    (socket) => {
      socket.write(http2Settings)
      socket.once('data', () => socket.write(Buffer.alloc(4096, 0xff)))
    },
  ],
])('a server that %s costs no more than the deadline', async (_, treat) => {
  const { cri, records } = open(await listen(treat))
  const error = await failure(cri.version({}, { deadlineMs: DEADLINE_MS }))
  expect(['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'INTERNAL']).toContain(error.code)
  if (error.code === 'DEADLINE_EXCEEDED') expect(error.source).toBe('client')
  const events = all(cri.getContainerEvents({}, { deadlineMs: DEADLINE_MS }))
  expect((await failure(events)).method).toBe('GetContainerEvents')
  expect(records.map(({ error }) => error?.method)).toEqual(['Version', 'GetContainerEvents'])
})

test('where nothing listens, calls fail at once, and are answered soon after something does', async () => {
  const path = socketPath()
  const { cri } = open(`unix://${path}`)
  expect(await failure(cri.version({}))).toMatchObject({ code: 'UNAVAILABLE', source: 'runtime' })
  await serve({ Version: ((_, answer) => answer(null, Buffer.alloc(0))) as Unary }, path)
  await expect
    .poll(() => cri.version({}).catch(() => undefined), { timeout: MUCH_LATER_MS })
    .toMatchObject({ runtime_name: '' })
})

test('an answer that is no message is a failed call', async () => {
  const garbage: Unary = (_, answer) => answer(null, Buffer.from([0x0a, 0xff, 0xff, 0xff]))
  const stream = (call: Streaming) => {
    call.write(codecOf('GetContainerEvents').encodeResponse({ container_id: 'a' }))
    call.write(Buffer.from([0x0a, 0x7f]))
    call.end()
  }
  const { cri, callRaw, records } = open(
    await serve({ Version: garbage, GetContainerEvents: stream }),
  )
  const error = await failure(cri.version({ version: 'v' }))
  expect(error).toMatchObject({ code: 'MALFORMED_ANSWER', source: 'runtime' })
  expect(error.message).toMatch(
    /^Version: \[MALFORMED_ANSWER\] 4 bytes that are no VersionResponse: .*\(after \d+ ms; version=v\)$/,
  )
  expect(await failure(all(cri.getContainerEvents({})))).toMatchObject({ code: 'MALFORMED_ANSWER' })
  expect(records.map(({ error }) => error?.code)).toEqual([
    'MALFORMED_ANSWER',
    undefined,
    'MALFORMED_ANSWER',
  ])
  // Who sends bytes gets bytes.
  expect(await callRaw('Version', Buffer.alloc(0))).toHaveLength(4)
})

test("a deadline of the runtime's is told from ours", async () => {
  const endpoint = await serve({
    ExecSync: ((_, answer) => answer({ code: 4, details: 'the command took too long' })) as Unary,
    Status: (() => undefined) as Unary,
  })
  const { cri } = open(endpoint)
  expect(await failure(cri.execSync({ container_id: 'abc', timeout: 1 }))).toMatchObject({
    code: 'DEADLINE_EXCEEDED',
    source: 'runtime',
    message: expect.stringMatching(
      /^ExecSync: \[DEADLINE_EXCEEDED\] the command took too long \(after \d+ ms; container_id=abc timeout=1\)$/,
    ),
  })
  expect(await failure(cri.status({}, { deadlineMs: 100 }))).toMatchObject({
    code: 'DEADLINE_EXCEEDED',
    source: 'client',
    message: expect.stringContaining('ended by crivet'),
  })
})

test('an abort ends the call under way, and no further call is made', async () => {
  let calls = 0
  const { with: view, cri } = open(await serve({ Status: (() => void calls++) as Unary }))
  const scenario = new AbortController()
  const own = view({ signal: scenario.signal }).cri
  const pending = failure(own.status({}))
  await expect.poll(() => calls).toBe(1)
  scenario.abort('the scenario is over')
  expect(await pending).toMatchObject({ code: 'CANCELLED', source: 'client' })
  expect(await failure(own.status({}))).toMatchObject({
    code: 'CANCELLED',
    details: 'not sent: the scenario is over',
  })
  expect(await failure(all(own.getContainerEvents({})))).toMatchObject({ code: 'CANCELLED' })
  expect(calls).toBe(1)
  // Others go on.
  expect(await failure(cri.status({}, { deadlineMs: 100 }))).toMatchObject({ source: 'client' })
  expect(calls).toBe(2)
})

test('after close, calls are refused', async () => {
  const { cri, close } = open(await serve({}))
  close()
  expect(await failure(cri.version({}))).toMatchObject({ code: 'CANCELLED', source: 'client' })
  expect(await failure(all(cri.streamImages({})))).toMatchObject({ code: 'CANCELLED' })
})

test('a message beyond what a kubelet takes is refused', async () => {
  const big = codecOf('Version').encodeResponse({ runtime_name: 'a'.repeat(17 * 1024 * 1024) })
  const { cri } = open(await serve({ Version: ((_, answer) => answer(null, big)) as Unary }))
  expect(await failure(cri.version({}))).toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
})

test('a stream begins when it is called, waits for its reader, and ends when it is left', async () => {
  const sent: number[] = []
  let ended = 0
  const item = codecOf('StreamImages').encodeResponse({ images: [{ id: 'x'.repeat(50_000) }] })
  const stream = (call: Streaming) => {
    call.on('cancelled', () => void ended++)
    const more = () => {
      while (!call.cancelled && sent.length < 2_000 && call.write(item)) sent.push(1)
    }
    call.on('drain', more)
    more()
  }
  const { cri, records } = open(await serve({ StreamImages: stream }))
  const answers = cri.streamImages({})
  await expect.poll(() => sent.length).toBeGreaterThan(0)
  let seen = 0
  for await (const { images } of answers) {
    expect(images[0]?.id).toHaveLength(50_000)
    if (++seen === 3) break
  }
  await expect.poll(() => ended).toBe(1)
  expect(sent.length).toBeLessThan(500)
  expect(records.at(-1)?.error).toMatchObject({ code: 'CANCELLED', source: 'client' })
  expect(records).toHaveLength(4)
})

test('what came before a stream failed is read first, also when nobody read yet', async () => {
  const item = codecOf('StreamImages').encodeResponse({ images: [{ id: 'a' }] })
  const stream = (call: Streaming) => {
    call.write(item)
    call.write(item)
    setTimeout(() => call.emit('error', { code: 13, details: 'broke' }), 50)
  }
  const { cri } = open(await serve({ StreamImages: stream }))
  const answers = cri.streamImages({})
  await new Promise((done) => setTimeout(done, 200))
  let seen = 0
  const reading = (async () => {
    for await (const _ of answers) seen++
  })()
  expect(await failure(reading)).toMatchObject({ code: 'INTERNAL', details: 'broke' })
  expect(seen).toBe(2)
})

test('a stream nobody reads fails for nobody', async () => {
  const { cri } = open(await serve({}))
  const answers = cri.streamImages({})
  await new Promise((done) => setTimeout(done, 100))
  expect(await failure(all(answers))).toMatchObject({ code: 'UNIMPLEMENTED' })
})

test('credentials are in no error and no transcript, even where the runtime quotes them', async () => {
  const password = 'p-ä/ss+word'
  const basic = Buffer.from(`someone:${password}`).toString('base64')
  const details = `denied: ${password} ${basic} ${encodeURIComponent(password)} token-123`
  const { cri, records } = open(
    await serve({ PullImage: ((_, answer) => answer({ code: 16, details })) as Unary }),
  )
  const auth = { username: 'someone', password, identity_token: 'token-123' }
  const errors = [
    await failure(cri.pullImage({ image: { image: 'r/i:1' }, auth })),
    await failure(cri.pullImage({ image: { image: 'r/i:1' }, auth: { auth: basic } })),
  ]
  const transcript = new Transcript()
  for (const record of records) transcript.add(record)
  for (const text of [...errors.map((it) => `${it.message} ${it.stack}`), String(transcript)]) {
    expect(text).toContain('denied')
    for (const secret of [password, basic]) expect(text).not.toContain(secret)
  }
  expect(String(transcript).split('\n')[0]).toContain('"identity_token":"[redacted]"')
  expect(errors[0]?.message).not.toContain('token-123')
  expect(errors[0]?.message).toContain('image=r/i:1')
})
