import { createServer, connect as dial } from 'node:net'
import {
  Client,
  credentials,
  Metadata,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/cri/client.ts'
import { codecOf } from '../../src/cri/codec.ts'
import type { MethodName } from '../../src/cri/gen/methods.ts'
import { encodeWithUnknown } from '../../src/cri/unknown-fields.ts'
import { ActiveFault, type Hook } from '../../src/mutants/fault.ts'
import { changesAnswer, changesMessages, changesRequest, refuses } from '../../src/mutants/hooks.ts'
import { startProxy } from '../../src/mutants/proxy.ts'
import { serve, socketPath } from '../cri/plain-servers.ts'

type Unary = (call: ServerUnaryCall<Buffer, Buffer>, done: (...args: never[]) => void) => void

const asIs = (bytes: Buffer): Buffer => bytes
const never = () => undefined

test('bytes of requests and answers pass as they are, with fields the API does not have', async () => {
  const request = encodeWithUnknown('StopContainer', { container_id: 'c', timeout: 3 })
  const answer = Buffer.from('2a0568656c6c6f', 'hex')
  const seen: Buffer[] = []
  const { raw } = await behindProxy({
    StopContainer: (call: ServerUnaryCall<Buffer, Buffer>, done: (e: null, a: Buffer) => void) => {
      seen.push(call.request)
      done(null, answer)
    },
  })
  expect(await raw('StopContainer', request)).toEqual(answer)
  expect(seen).toEqual([request])
})

test('messages of 16 MiB pass both ways', async () => {
  const large = Buffer.alloc(16 * 1024 * 1024 - 64, 0x61)
  const { raw } = await behindProxy({
    ExecSync: (call: ServerUnaryCall<Buffer, Buffer>, done: (e: null, a: Buffer) => void) =>
      done(null, call.request),
  })
  expect((await raw('ExecSync', large)).equals(large)).toBe(true)
})

test('codes, details, metadata and trailers pass', async () => {
  const { client } = await behindProxy({
    Status: (call: ServerUnaryCall<Buffer, Buffer>, done: (e: unknown, a: null) => void) => {
      call.sendMetadata(new Metadata())
      const metadata = new Metadata()
      metadata.set('x-asked', String(call.metadata.get('x-ask')[0]))
      metadata.set('x-more-bin', Buffer.from([0, 255]))
      done({ code: status.DATA_LOSS, details: 'größte Not: 100 %\n', metadata }, null)
    },
  })
  const metadata = new Metadata()
  metadata.set('x-ask', 'this')
  const error = await new Promise<{ code: number; details: string; metadata: Metadata }>((done) => {
    client.makeUnaryRequest(codecOf('Status').path, asIs, asIs, Buffer.alloc(0), metadata, ((
      e: never,
    ) => done(e)) as never)
  })
  expect(error).toMatchObject({ code: status.DATA_LOSS, details: 'größte Not: 100 %\n' })
  expect(error.metadata.get('x-asked')).toEqual(['this'])
  expect(error.metadata.get('x-more-bin')).toEqual([Buffer.from([0, 255])])
})

test('a stream passes message by message, and its error after them', async () => {
  const { cri } = await behindProxy({
    GetContainerEvents: (call: ServerWritableStream<Buffer, Buffer>) => {
      for (const id of ['a', 'b']) call.write(event(id))
      call.emit('error', { code: status.ABORTED, details: 'enough' })
    },
  })
  const ids: string[] = []
  const reading = (async () => {
    for await (const { container_id } of cri.getContainerEvents({})) ids.push(container_id)
  })()
  await expect(reading).rejects.toMatchObject({ code: 'ABORTED', details: 'enough' })
  expect(ids).toEqual(['a', 'b'])
})

test('leaving and deadlines reach the runtime', async () => {
  const cancelled: string[] = []
  const deadlines: unknown[] = []
  const { cri } = await behindProxy({
    GetContainerEvents: (call: ServerWritableStream<Buffer, Buffer>) => {
      call.on('cancelled', () => cancelled.push('stream'))
      call.write(event('a'))
    },
    Version: (call: ServerUnaryCall<Buffer, Buffer>) => {
      deadlines.push(call.getDeadline())
      call.on('cancelled', () => cancelled.push('unary'))
    },
  })
  for await (const _ of cri.getContainerEvents({})) break
  await expect(cri.version({}, { deadlineMs: 200 })).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
  })
  await expect.poll(() => [...cancelled].sort()).toEqual(['stream', 'unary'])
  expect(Number(deadlines[0])).toBeLessThan(Date.now() + 1000)
})

test('an RPC nobody knows is answered by the runtime', async () => {
  const { client } = await behindProxy({ Version: never })
  const error = await new Promise<{ code: number }>((done) => {
    client.makeUnaryRequest('/runtime.v2.Other/Call', asIs, asIs, Buffer.alloc(0), ((e: never) =>
      done(e)) as never)
  })
  expect(error.code).toBe(status.UNIMPLEMENTED)
})

test('a runtime that goes takes the connection with it, and one that comes is found', async () => {
  const path = socketPath()
  const { cri } = await behind(`unix://${path}`)
  await expect(cri.version({})).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await serve({ Version: answering({ runtime_name: 'back' }, 'Version') }, path)
  await expect.poll(async () => (await cri.version({})).runtime_name).toBe('back')
})

test('a fault changes only what it is about, and keeps unknown fields', async () => {
  const request = encodeWithUnknown('StopContainer', { container_id: 'c', timeout: 3 })
  const seen: Buffer[] = []
  const fault = seeded([
    changesRequest('StopContainer', (it) => {
      it.timeout = 9n
    }),
  ])
  const { raw } = await behindProxy(
    {
      StopContainer: (
        call: ServerUnaryCall<Buffer, Buffer>,
        done: (e: null, a: Buffer) => void,
      ) => {
        seen.push(call.request)
        done(null, Buffer.alloc(0))
      },
      RemoveContainer: (
        call: ServerUnaryCall<Buffer, Buffer>,
        done: (e: null, a: Buffer) => void,
      ) => done(null, call.request),
    },
    fault,
  )
  await raw('StopContainer', request)
  const plain = codecOf('StopContainer').encodeRequest({ container_id: 'c', timeout: 9 })
  expect(seen[0]?.subarray(0, plain.length)).toEqual(plain)
  expect(seen[0]?.length).toBe(request.length)
  expect(fault.touched).toBe(1)
  expect(await raw('RemoveContainer', request)).toEqual(request)
  expect(fault.touched).toBe(1)
})

test('a fault answers in place of the runtime, changes answers, loses and doubles messages', async () => {
  const fault = seeded([
    refuses('RemoveContainer', 'DATA_LOSS'),
    changesAnswer('Version', (it) => {
      it.runtime_name = ''
    }),
    changesMessages('GetContainerEvents', (it) => (it.container_id === 'a' ? [] : [it, it])),
  ])
  const { cri } = await behindProxy(
    {
      Version: answering({ runtime_name: 'it', version: '0.1.0' }, 'Version'),
      GetContainerEvents: (call: ServerWritableStream<Buffer, Buffer>) => {
        for (const id of ['a', 'b']) call.write(event(id))
        call.end()
      },
    },
    fault,
  )
  await expect(cri.removeContainer({})).rejects.toMatchObject({ code: 'DATA_LOSS' })
  expect(await cri.version({})).toMatchObject({ runtime_name: '', version: '0.1.0' })
  const ids: string[] = []
  for await (const { container_id } of cri.getContainerEvents({})) ids.push(container_id)
  expect(ids).toEqual(['b', 'b'])
  expect(fault.touched).toBe(4)
})

test('a hook that changes nothing has not touched anything', async () => {
  const fault = seeded([changesAnswer('Version', () => undefined)])
  const { cri } = await behindProxy(
    { Version: answering({ runtime_name: 'it' }, 'Version') },
    fault,
  )
  expect((await cri.version({})).runtime_name).toBe('it')
  expect(fault.touched).toBe(0)
})

test('URLs of the streaming server lead through the proxy, byte by byte', async () => {
  const echo = createServer((socket) => socket.pipe(socket))
  await new Promise<void>((done) => echo.listen(0, '127.0.0.1', done))
  onTestFinished(() => void echo.close())
  const { port } = echo.address() as { port: number }
  const url = `http://127.0.0.1:${port}/exec/to%20ken?x`
  const { cri } = await behindProxy({ Exec: answering({ url }, 'Exec') })
  const led = (await cri.exec({})).url
  expect(led).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+\/exec\/to%20ken\?x$/)
  expect(led).not.toBe(url)
  const socket = dial(Number(new URL(led).port), '127.0.0.1')
  socket.end('through')
  const heard: Buffer[] = []
  for await (const piece of socket) heard.push(piece as Buffer)
  expect(Buffer.concat(heard).toString()).toBe('through')
})

function answering(answer: object, method: MethodName): Unary {
  return (_call, done) =>
    (done as unknown as (e: null, a: Buffer) => void)(null, codecOf(method).encodeResponse(answer))
}

function event(container_id: string): Buffer {
  return codecOf('GetContainerEvents').encodeResponse({ container_id })
}

function seeded(hooks: readonly Hook[]): ActiveFault {
  return new ActiveFault({
    id: 'container.stop.forced/test',
    requirement: 'container.stop.forced',
    about: 'is a test',
    hooks,
  })
}

async function behindProxy(answers: Parameters<typeof serve>[0] | object, fault?: ActiveFault) {
  return behind(await serve(answers as Parameters<typeof serve>[0]), fault)
}

async function behind(endpoint: string, fault?: ActiveFault) {
  const proxy = await startProxy({ socket: socketPath(), endpoint, ...(fault ? { fault } : {}) })
  const connection = connect({ endpoint: proxy.endpoint })
  const client = new Client(proxy.endpoint, credentials.createInsecure())
  onTestFinished(async () => {
    client.close()
    connection.close()
    await proxy.close()
  })
  return { cri: connection.cri, raw: connection.callRaw, client }
}
