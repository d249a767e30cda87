import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Server, ServerCredentials, type UntypedHandleCall } from '@grpc/grpc-js'
import { onTestFinished } from 'vitest'
import { codecOf } from '../../src/cri/codec.ts'
import { METHODS, type MethodName } from '../../src/cri/gen/methods.ts'

/** A path for a socket that goes when the test ends. */
export function socketPath(): string {
  const dir = mkdtempSync(join(tmpdir(), 'crivet-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return join(dir, 'socket')
}

/** The endpoint of a server that knows nothing of gRPC and treats each connection as told. */
export async function listen(
  treat: (socket: Socket) => void,
  path = socketPath(),
): Promise<string> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    treat(socket)
  })
  await new Promise<void>((done) => server.listen(path, done))
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return `unix://${path}`
}

/** The endpoint of a gRPC server with these answers, as bytes; it speaks of nothing else. */
export async function serve(
  answers: Partial<Record<MethodName, UntypedHandleCall>>,
  path = socketPath(),
): Promise<string> {
  const server = new Server({ 'grpc.max_receive_message_length': -1 })
  for (const [method, handle] of Object.entries(answers)) {
    const info = METHODS[method as MethodName]
    const asIs = (bytes: Buffer) => bytes
    server.addService(
      {
        [method]: {
          path: codecOf(method as MethodName).path,
          requestStream: false,
          responseStream: info.serverStreaming,
          requestSerialize: asIs,
          requestDeserialize: asIs,
          responseSerialize: asIs,
          responseDeserialize: asIs,
        },
      },
      { [method]: handle },
    )
  }
  await new Promise<void>((done, failed) =>
    server.bindAsync(`unix://${path}`, ServerCredentials.createInsecure(), (error) =>
      error ? failed(error) : done(),
    ),
  )
  onTestFinished(() => server.forceShutdown())
  return `unix://${path}`
}
