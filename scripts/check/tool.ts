import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a program of `node_modules/.bin`, or of PATH; its output is the one problem if it fails. */
export async function runTool(
  program: string,
  args: readonly string[],
  cwd = ROOT,
): Promise<readonly string[]> {
  const { code, output } = await outputOf(program, args, cwd)
  return code === 0 ? [] : [`${program} ended with ${code}\n${output}`]
}

/** The exit code and everything printed. */
export function outputOf(
  program: string,
  args: readonly string[],
  cwd = ROOT,
): Promise<{ readonly code: number | string; readonly output: string }> {
  const PATH = `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH}`
  const child = spawn(program, args, { cwd, env: { ...process.env, PATH, NO_COLOR: '1' } })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (it) => chunks.push(it))
  return new Promise((done, failed) => {
    child.on('error', failed)
    child.on('close', (code, signal) =>
      done({ code: code ?? signal ?? 'nothing', output: Buffer.concat(chunks).toString() }),
    )
  })
}
