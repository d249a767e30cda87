import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { packageRoot } from '../../src/package-root.ts'

/** The compiled command line, as `npx crivet` starts it. */
export const MAIN = join(packageRoot(), 'dist', 'src', 'cli', 'main.js')

/** What a command printed and how it ended. */
export interface Ended {
  /** The exit code, or the signal's name. */
  readonly code: number | string
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
}

/** Where and as whom a command runs. */
export interface RunOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly uid?: number
  readonly main?: readonly string[]
}

/** Runs crivet to its end. */
export function crivet(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return startCrivet(args, options).ended
}

/** A crivet that is under way. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves once all that was printed to stdout so far matches. */
  printed(pattern: RegExp): Promise<void>
}

/** Starts crivet; it is gone when the test ends. */
export function startCrivet(args: readonly string[], options: RunOptions = {}): Running {
  const { cwd = tempFolder(), env, uid, main = [process.execPath, MAIN] } = options
  const [program = '', ...first] = main
  const started = performance.now()
  const child = spawn(program, [...first, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk
  })
  const ended = new Promise<Ended>((done, failed) => {
    child.on('error', failed)
    child.on('close', (code, signal) =>
      done({ code: code ?? signal ?? '', stdout, stderr, ms: performance.now() - started }),
    )
  })
  const printed = (pattern: RegExp) =>
    new Promise<void>((done, failed) => {
      const look = () => {
        if (pattern.test(stdout)) done()
      }
      child.stdout.on('data', look)
      child.on('close', () => failed(new Error(`ended before ${pattern}:\n${stdout}${stderr}`)))
      look()
    })
  return { child, ended, printed }
}

/** An empty folder that goes when the test ends. */
export function tempFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'crivet-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** What an expected error prints: one line and a hint, nothing else. */
export function refusal(message: string, hint: string): string {
  return `crivet: ${message}\n  → ${hint}\n`
}
