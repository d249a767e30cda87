import { createServer } from 'node:http'
import { CrivetError } from '../errors.ts'
import { CONTROL_ACTIONS, type ControlFailure, type RuntimeControl } from './runtime-control.ts'

/** A control that is served. */
export interface ControlServer {
  close(): Promise<void>
}

/** Serves a control at a socket for the threads that run scenarios; one action at a time. */
export async function serveControl(
  socket: string,
  control: RuntimeControl,
): Promise<ControlServer> {
  let last: Promise<unknown> = Promise.resolve()
  const server = createServer((request, response) => {
    const action = CONTROL_ACTIONS.find((it) => request.url === `/${it}`)
    if (request.method !== 'POST' || action === undefined) {
      response.writeHead(404).end()
      return
    }
    const answer = (code: number, body: object) =>
      response.writeHead(code).end(JSON.stringify(body))
    last = last
      .then(() => control[action]())
      .then(
        () => answer(200, {}),
        (error: unknown) => answer(500, failure(error)),
      )
  })
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(socket, done)
  })
  return {
    async close() {
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
      await last
    },
  }
}

function failure(error: unknown): ControlFailure {
  const message = error instanceof Error ? error.message : String(error)
  return { code: error instanceof CrivetError ? error.code : 'CRIVET_INTERNAL', message }
}
