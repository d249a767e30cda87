import { request } from 'node:http'
import { CrivetError, type CrivetErrorCode, ERROR_EXIT_CODES } from '../errors.ts'

/** Takes a runtime's daemon down and up again; pods live on. */
export interface RuntimeControl {
  /** Stops the daemon if it runs, starts it anew and waits until it is ready. */
  restart(): Promise<void>
  /** Ends the daemon with SIGTERM and waits for its end. */
  terminate(): Promise<void>
  /** Ends the daemon with SIGKILL and waits for its end. */
  kill(): Promise<void>
  /** Starts a daemon that was ended, and waits until it is ready. */
  start(): Promise<void>
  /** The same, but does not wait for the network of pods. */
  startWithoutNetwork(): Promise<void>
}

/** The names of what a control does. */
export const CONTROL_ACTIONS = [
  'restart',
  'terminate',
  'kill',
  'start',
  'startWithoutNetwork',
] as const

/** One of them. */
export type ControlAction = (typeof CONTROL_ACTIONS)[number]

/** What the other side says of an action that failed. */
export interface ControlFailure {
  readonly code: CrivetErrorCode
  readonly message: string
}

/** The control that is served at a socket; from any thread or process. */
export function runtimeControl(socket: string): RuntimeControl {
  const ask = (action: ControlAction) => () => askControl(socket, action)
  return {
    restart: ask('restart'),
    terminate: ask('terminate'),
    kill: ask('kill'),
    start: ask('start'),
    startWithoutNetwork: ask('startWithoutNetwork'),
  }
}

function askControl(socket: string, action: ControlAction): Promise<void> {
  return new Promise((done, failed) => {
    // No agent: a connection that is kept may be closed by the other side as it is used again.
    const options = { socketPath: socket, method: 'POST', path: `/${action}`, agent: false }
    const call = request(options, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', failed)
      answer.on('end', () => {
        if (answer.statusCode === 200) done()
        else failed(failureIn(Buffer.concat(parts).toString()))
      })
    })
    call.on('error', failed)
    call.end()
  })
}

function failureIn(text: string): Error {
  const { code, message } = JSON.parse(text) as ControlFailure
  return code in ERROR_EXIT_CODES ? new CrivetError(code, message) : new Error(message)
}
