import { join } from 'node:path'
import type { CallOptions } from '../../cri/client.ts'
import { type CriCode, CriError } from '../../cri/error.ts'
import type {
  ContainerState,
  ContainerStats,
  ContainerStatus,
  ExecSyncResponse,
} from '../../cri/gen/messages.ts'
import { expect } from '../expect.ts'
import { joinLog, type LogLine, readLog, readWholeLines } from '../log-file.ts'
import type { ContainerRequest } from '../pod-config.ts'
import { RuntimeFault } from '../runtime-fault.ts'
import type { Scope } from '../scope.ts'
import { preparing } from '../setup-failure.ts'
import type { TimeoutName } from '../timeouts.ts'
import { eventually } from '../waits.ts'
import { type Inspection, parseFacts, parseInspection } from '../workload.ts'
import type { Command, PodHandle } from './pod.ts'

/** What a program run by ExecSync left: its streams as text and its exit code. */
export interface ExecResult {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

/** The command's limit in seconds, beside what any call may ask for. */
export type ExecOptions = CallOptions & { readonly timeout?: number }

/**
 * How an ExecSync ended: the exit code, or the code of the gRPC error that the runtime answered.
 *
 * @example
 * expect(await exitOf(container.exec('sleep 60', { timeout: 2 }))).not.toBe(0)
 */
export async function exitOf(
  call: Promise<ExecResult | ExecSyncResponse>,
): Promise<number | CriCode> {
  try {
    const answer = await call
    return 'exitCode' in answer ? answer.exitCode : answer.exit_code
  } catch (error) {
    if (!(error instanceof CriError) || error.source === 'client') throw error
    return error.code
  }
}

/** A container that was created, with shorthands for what scenarios do to it and ask of it. */
export class ContainerHandle {
  readonly id: string
  readonly pod: PodHandle
  /** What was asked for. */
  readonly config: ContainerRequest
  readonly #scope: Scope

  constructor(scope: Scope, id: string, pod: PodHandle, config: ContainerRequest) {
    this.#scope = scope
    this.id = id
    this.pod = pod
    this.config = config
    if (this.logPath) scope.logs.set(id, this.logPath)
  }

  /** Where the runtime writes the log, on the runtime's host; undefined where none was asked for. */
  get logPath(): string | undefined {
    const { log_path } = this.config
    return log_path ? join(this.pod.config.log_directory, log_path) : undefined
  }

  async start(options?: CallOptions): Promise<void> {
    await this.#scope.cri.startContainer({ container_id: this.id }, options)
  }

  /** Stops with a grace period in seconds. */
  async stop({ timeout, ...options }: CallOptions & { timeout: number }): Promise<void> {
    await this.#scope.cri.stopContainer({ container_id: this.id, timeout }, options)
  }

  async remove(options?: CallOptions): Promise<void> {
    await this.#scope.cri.removeContainer({ container_id: this.id }, options)
  }

  /** The container's status as the runtime tells it. */
  async status(): Promise<ContainerStatus> {
    const { status } = await this.#scope.cri.containerStatus({ container_id: this.id })
    if (!status) throw new RuntimeFault('ContainerStatus answered without a status')
    return status
  }

  /** The container's figures as the runtime tells them. */
  async stats(): Promise<ContainerStats> {
    const { stats } = await this.#scope.cri.containerStats({ container_id: this.id })
    if (!stats) throw new RuntimeFault('ContainerStats answered without stats')
    return stats
  }

  /** Waits until the runtime tells the state, and answers the status that did. */
  async mustReach(
    state: ContainerState,
    wait: TimeoutName = 'stateChange',
  ): Promise<ContainerStatus> {
    return eventually(wait, async () => {
      const status = await this.status()
      expect(status.state, `state of container ${this.id}`).toBe(state)
      return status
    })
  }

  /** Waits until the container has ended, and answers its status. */
  async exited(wait?: TimeoutName): Promise<ContainerStatus> {
    return this.mustReach('CONTAINER_EXITED', wait)
  }

  /** Runs a command of the workload by ExecSync, with a limit in seconds (0: none). */
  async exec(command: Command, options?: ExecOptions): Promise<ExecResult> {
    const words = typeof command === 'string' ? command.split(' ').filter(Boolean) : command
    const answer = await this.execRaw(['/workload', ...words], options)
    return {
      stdout: Buffer.from(answer.stdout).toString(),
      stderr: Buffer.from(answer.stderr).toString(),
      exitCode: answer.exit_code,
    }
  }

  /** Runs a verb of the workload that prints one JSON document, and answers that. */
  async ask<T>(command: Command): Promise<T> {
    return preparing('ExecSync', async () => {
      const { stdout, stderr, exitCode } = await this.exec(command)
      if (exitCode !== 0) throw new RuntimeFault(`${command} ended with ${exitCode}: ${stderr}`)
      return parseFacts<T>(stdout)
    })
  }

  /** The text of a file inside the container; where it cannot be read that is the runtime's fault. */
  async read(path: string): Promise<string> {
    return preparing('ExecSync', async () => {
      const { stdout, stderr, exitCode } = await this.exec(['read-file', path])
      if (exitCode !== 0) throw new RuntimeFault(`${path} cannot be read: ${stderr.trim()}`)
      return stdout
    })
  }

  /** Runs any program by ExecSync and answers the bytes. */
  async execRaw(
    cmd: readonly string[],
    { timeout = 0, ...options }: ExecOptions = {},
  ): Promise<ExecSyncResponse> {
    return this.#scope.cri.execSync({ container_id: this.id, cmd, timeout }, options)
  }

  /** What the workload sees from inside this container, asked by ExecSync. */
  async inspect(...args: readonly string[]): Promise<Inspection> {
    return this.ask<Inspection>(['inspect', ...args])
  }

  /** What the main process printed when it is `inspect` itself, read from the log. */
  async inspected(): Promise<Inspection> {
    const { exit_code } = await this.exited()
    expect(exit_code, 'exit code of inspect').toBe(0)
    return eventually('logLine', async () => parseInspection((await this.output()).stdout))
  }

  /** The lines of the log, or of a file it was renamed to, as they stand now. */
  async log(path = this.logPath): Promise<readonly LogLine[]> {
    if (!path) throw new Error('the container has no log path')
    return readLog(path)
  }

  /** The whole lines of standard output in a log too large to be held at once, one after the other. */
  wholeLines(): AsyncIterable<string> {
    if (!this.logPath) throw new Error('the container has no log path')
    return readWholeLines(this.logPath)
  }

  /** The log's two streams put together again. */
  async output(): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const lines = await this.log()
    return { stdout: joinLog(lines, 'stdout'), stderr: joinLog(lines, 'stderr') }
  }

  /** Waits until a line of the log holds `text`. */
  async logged(text: string): Promise<LogLine> {
    return eventually('logLine', async () => {
      const lines = await this.log()
      const found = lines.find((line) => line.text.includes(text))
      expect(found, `a log line with ${JSON.stringify(text)}`).toBeDefined()
      return found as LogLine
    })
  }
}
