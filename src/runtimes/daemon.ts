import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { connect } from '../cri/client.ts'
import { socketPath } from '../cri/endpoint.ts'
import { CrivetError } from '../errors.ts'
import {
  isRunning,
  type ProcessRef,
  readProcess,
  signalProcess,
  waitUntilGone,
} from './process-table.ts'
import { whyNotReady } from './readiness.ts'
import type { RuntimeControl } from './runtime-control.ts'

const READY_MS = 30_000
const GRACE_MS = 10_000
const LOG_LINES = 12

/** How a daemon is started, each time the same. */
export interface DaemonCommand {
  readonly binary: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly endpoint: string
  readonly logFile: string
  /** Gives up the first start; later ones are for what lives on. */
  readonly signal?: AbortSignal | undefined
  /** Called as soon as the process exists, before it is ready. */
  readonly onStart: (ref: ProcessRef) => Promise<void>
}

/** A runtime's daemon over its starts and ends. */
export interface Daemon {
  readonly pid: number
  running(): boolean
  /** Waits for these conditions, or for all that a kubelet waits for. */
  start(conditions?: readonly string[]): Promise<void>
  /** Ends it and waits; after the grace period with SIGKILL. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** Prepares a daemon; nothing runs before `start`. */
export function createDaemon(command: DaemonCommand): Daemon {
  let current: ProcessRef | undefined
  let first = true
  const daemon: Daemon = {
    get pid() {
      return current?.pid ?? 0
    },
    running: () => current !== undefined && isRunning(current),
    async start(conditions) {
      const started = spawnDetached(command)
      current = started.ref
      await command.onStart(started.ref)
      await untilReady(first ? command : { ...command, signal: undefined }, started, conditions)
      first = false
    },
    async end(signal) {
      if (current === undefined || !signalProcess(current, signal)) return
      const left = await waitUntilGone([current], GRACE_MS)
      if (left.length === 0) return
      signalProcess(current, 'SIGKILL')
      await waitUntilGone([current], GRACE_MS)
    },
  }
  return daemon
}

/** What may be done to a daemon from outside. */
export function controlOf(daemon: Daemon): RuntimeControl {
  return {
    async restart() {
      await daemon.end('SIGTERM')
      await daemon.start()
    },
    terminate: () => daemon.end('SIGTERM'),
    kill: () => daemon.end('SIGKILL'),
    start: () => daemon.start(),
    startWithoutNetwork: () => daemon.start(['RuntimeReady']),
  }
}

/** The last lines of a daemon's log, for an error message. */
export function lastLogLines(logFile: string): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-LOG_LINES).join('\n')
}

interface Started {
  readonly ref: ProcessRef
  /** How it ended; asking keeps Node alive until it has. */
  readonly exited: () => Promise<string>
}

function spawnDetached({ binary, args, env, logFile }: DaemonCommand): Started {
  const log = openSync(logFile, 'a', 0o600)
  try {
    // A session of its own: a terminal's Ctrl-C must not reach the daemon before our teardown does.
    const child = spawn(binary, args, {
      detached: true,
      stdio: ['ignore', log, log],
      env,
      cwd: '/',
    })
    child.unref()
    const exited = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    })
    // A program that cannot be executed reports here and has no pid.
    child.once('error', () => {})
    if (child.pid === undefined) {
      throw new CrivetError('CRIVET_LAUNCH', `${binary} could not be started`, {
        hint: `try it by hand: ${[binary, ...args].join(' ')}`,
      })
    }
    const ended = () => {
      child.ref()
      return exited
    }
    // It may have ended by now: then no start time is that of a running process.
    const startTicks = readProcess(child.pid)?.startTicks ?? ''
    return { ref: { pid: child.pid, startTicks }, exited: ended }
  } finally {
    closeSync(log)
  }
}

async function untilReady(
  command: DaemonCommand,
  started: Started,
  conditions?: readonly string[],
): Promise<void> {
  const deadline = Date.now() + READY_MS
  const connection = connect({ endpoint: command.endpoint })
  try {
    for (;;) {
      command.signal?.throwIfAborted()
      if (!isRunning(started.ref)) throw notReady(command, `ended with ${await started.exited()}`)
      const unmet = existsSync(socketPath(command.endpoint))
        ? await whyNotReady(connection.cri, conditions)
        : 'no socket'
      if (unmet === undefined) return
      if (Date.now() > deadline)
        throw notReady(command, `is not ready after ${READY_MS} ms: ${unmet}`)
      await delay(10)
    }
  } finally {
    connection.close()
  }
}

function notReady({ binary, args, logFile }: DaemonCommand, what: string): CrivetError {
  const log = lastLogLines(logFile)
  return new CrivetError('CRIVET_LAUNCH', `${binary} ${what}${log && `\n${log}`}`, {
    hint: `the lines above are the daemon's own; try it by hand: ${[binary, ...args].join(' ')}`,
  })
}
