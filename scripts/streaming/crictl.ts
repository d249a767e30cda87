import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findExecutable, searchDirs } from '../../src/runtimes/executables.ts'

/** What came of a session. */
export interface SessionResult {
  readonly stdout: Buffer
  readonly stderr: Buffer
  /** The command's; undefined where it did not run. */
  readonly exitCode: number | undefined
}

/** crictl, pointed at one runtime. */
export interface Crictl {
  start(args: readonly string[], stdio?: StdioOptions): ChildProcess
  /** Starts it on a terminal, which `--tty` asks for, and answers `until` by a key; needs script(1). */
  readonly startInTerminal?: (args: readonly string[], until: string) => ChildProcess
  /** Runs to the end; `input` is all of its standard input. */
  run(args: readonly string[], input?: Buffer): Promise<SessionResult>
  close(): Promise<void>
}

/** Finds crictl by its path or on PATH. */
export async function openCrictl(endpoint: string, path: string | undefined): Promise<Crictl> {
  const binary = path ?? findExecutable('crictl', searchDirs())
  if (binary === undefined) {
    throw new Error(
      'crictl is not on PATH: name it with --crictl, or get it with\n  go install sigs.k8s.io/cri-tools/cmd/crictl@latest',
    )
  }
  // Without a file of its own it warns on the terminal, and reads the node's.
  const folder = await mkdtemp(join(tmpdir(), 'crictl-'))
  const config = join(folder, 'crictl.yaml')
  writeFileSync(
    config,
    `runtime-endpoint: ${endpoint}\nimage-endpoint: ${endpoint}\ntimeout: 120\n`,
  )
  const line = (args: readonly string[]) => ['--config', config, ...args]
  const start: Crictl['start'] = (args, stdio = 'pipe') => spawn(binary, line(args), { stdio })
  const script = findExecutable('script', searchDirs())
  return {
    start,
    ...(script === undefined
      ? {}
      : {
          startInTerminal: (args: readonly string[], until: string) =>
            onTerminal(script, [binary, ...line(args)], until),
        }),
    run: (args, input = Buffer.alloc(0)) => runToEnd(start(args), input),
    close: () => rm(folder, { recursive: true }),
  }
}

function onTerminal(script: string, command: readonly string[], until: string): ChildProcess {
  const words = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`)
  const child = spawn(script, ['-qec', words.join(' '), '/dev/null'])
  let shown = ''
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk
    if (shown.includes(until)) child.stdin.end('x')
  })
  return child
}

/** Feeds a process, and gathers what it writes. */
export async function runToEnd(child: ChildProcess, input?: Buffer): Promise<SessionResult> {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk))
  // It may end before it has read all.
  child.stdin?.on('error', () => undefined)
  if (input) child.stdin?.end(input)
  const code = await new Promise<number>((done, failed) => {
    child.once('error', failed)
    child.once('close', (it) => done(it ?? -1))
  })
  // crictl fails with 1 whatever went wrong, and tells the command's code in words.
  const told = /command terminated with exit code (\d+)/.exec(Buffer.concat(stderr).toString())?.[1]
  return {
    stdout: Buffer.concat(stdout),
    stderr: Buffer.concat(stderr),
    exitCode: told ? Number(told) : code === 0 ? 0 : undefined,
  }
}
