import { execFileSync } from 'node:child_process'
import { packageRoot } from '../src/package-root.ts'

/** Builds the package once: tests of the CLI and of the package run what users run. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: packageRoot(), stdio: 'inherit' })
}
