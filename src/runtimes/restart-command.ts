import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2'
import { connect as dial } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { connect } from '../cri/client.ts'
import { socketPath } from '../cri/endpoint.ts'
import { CrivetError } from '../errors.ts'
import { whyNeverReady } from './readiness.ts'
import type { RuntimeControl } from './runtime-control.ts'

/** How a daemon that crivet did not launch is restarted. */
export interface RestartCommand {
  /** For a shell, such as `systemctl restart containerd`. */
  readonly command: string
  /** Of the daemon. */
  readonly endpoint: string
  /** Where the command's output goes. */
  readonly logFile: string
}

const COMMAND_MS = 90_000
const CUT_MS = 5_000
const READY_MS = 30_000

/** A control that can restart, and nothing else. */
export function controlByCommand(options: RestartCommand): RuntimeControl {
  const refuse = async () => {
    throw new CrivetError('CRIVET_RESTART', 'a restart command only restarts')
  }
  return {
    restart: () => restart(options),
    terminate: refuse,
    kill: refuse,
    start: refuse,
    startWithoutNetwork: refuse,
  }
}

async function restart({ command, endpoint, logFile }: RestartCommand): Promise<void> {
  const before = await openSession(endpoint)
  try {
    const ended = await runShell(command, logFile)
    const told = `the restart command ${JSON.stringify(command)} ended with ${ended}`
    // A daemon that was not restarted would pass every scenario about restarts.
    if (before && !(await closes(before))) {
      throw new CrivetError(
        'CRIVET_RESTART',
        `${told}, and a connection from before it is still open: that was no restart of ${endpoint}`,
      )
    }
    const unmet = await untilReady(endpoint)
    if (unmet !== undefined) {
      throw new CrivetError(
        'CRIVET_LAUNCH',
        `${told}; after ${READY_MS} ms the runtime is not ready: ${unmet}\n${lastLines(logFile)}`.trim(),
      )
    }
    if (ended !== 'code 0')
      throw new CrivetError('CRIVET_RESTART', `${told}: ${lastLines(logFile)}`)
  } finally {
    before?.destroy()
  }
}

// Whole enough for a gRPC server not to hang up on it. None where the daemon is down.
async function openSession(endpoint: string): Promise<ClientHttp2Session | undefined> {
  const session = connectHttp2('http://localhost', {
    createConnection: () => dial(socketPath(endpoint)),
  })
  session.on('error', () => undefined)
  const opened = await Promise.race([
    once(session, 'remoteSettings').then(() => true),
    once(session, 'close').then(() => false),
  ])
  return opened ? session : undefined
}

async function closes(session: ClientHttp2Session): Promise<boolean> {
  const end = performance.now() + CUT_MS
  while (!session.closed && !session.destroyed && performance.now() < end) await delay(20)
  return session.closed || session.destroyed
}

async function runShell(command: string, logFile: string): Promise<string> {
  const log = openSync(logFile, 'a', 0o600)
  try {
    const child = spawn('/bin/sh', ['-c', command], { stdio: ['ignore', log, log] })
    const timer = setTimeout(() => child.kill('SIGKILL'), COMMAND_MS)
    // Not its output's end: a daemon that the command starts may hold that open.
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
    clearTimeout(timer)
    return signal ?? `code ${code}`
  } finally {
    closeSync(log)
  }
}

async function untilReady(endpoint: string): Promise<string | undefined> {
  const connection = connect({ endpoint })
  try {
    return await whyNeverReady(connection.cri, READY_MS)
  } finally {
    connection.close()
  }
}

function lastLines(logFile: string): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-5).join('\n')
}
