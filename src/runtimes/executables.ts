import { execFile } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { join } from 'node:path'

// sudo and cron often leave these out of PATH, and that is where distributions put runtimes.
const USUAL_DIRS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** How a short-lived command ended and what it printed. */
export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The folders programs are looked for in: those given, else $PATH and the usual ones after it. */
export function searchDirs(searchPath?: string): readonly string[] {
  const given = (searchPath ?? process.env.PATH ?? '').split(':').filter(Boolean)
  return [...new Set(searchPath === undefined ? [...given, ...USUAL_DIRS] : given)]
}

/** The first executable file of that name in the folders, as an absolute path. */
export function findExecutable(name: string, dirs: readonly string[]): string | undefined {
  return dirs.map((dir) => join(dir, name)).find(isExecutableFile)
}

/** Whether the path is a file this process may execute. */
export function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    // Missing and not executable come to the same: not a program to run.
    return false
  }
}

/** Runs a command to its end; a code other than 0 is a result, a command that cannot start is code 127. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { readonly input?: string; readonly timeoutMs?: number; readonly cwd?: string } = {},
): Promise<CommandResult> {
  const { input, timeoutMs = 10_000, cwd } = options
  return new Promise((resolve) => {
    const child = execFile(
      command,
      args,
      { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 16 * 1024 * 1024, cwd },
      (error, stdout, stderr) => {
        if (error === null) resolve({ code: 0, stdout, stderr })
        else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr })
        else resolve({ code: 127, stdout, stderr: stderr || error.message })
      },
    )
    // A command that does not read its input closes the pipe: its exit code tells the rest.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input ?? '')
  })
}
