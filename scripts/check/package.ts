import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outputOf, runTool } from './tool.ts'

/** What publint and attw have against the package as npm would publish it, freshly compiled. */
export async function checkPackage(): Promise<readonly string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'crivet-check-'))
  try {
    const compiled = await runTool('tsc', ['-p', 'tsconfig.build.json'])
    if (compiled.length > 0) return compiled
    // The workload's binaries are no matter of types or exports: no need to build them first.
    const packed = await outputOf('npm', ['pack', '--ignore-scripts', '--pack-destination', dir])
    const [tarball] = (await readdir(dir)).filter((name) => name.endsWith('.tgz'))
    if (packed.code !== 0 || tarball === undefined) return [`npm pack:\n${packed.output}`]
    const path = join(dir, tarball)
    const found = await Promise.all([
      runTool('publint', ['run', '--strict', path]),
      runTool('attw', [path, '--profile', 'esm-only', '--no-emoji', '--no-color']),
    ])
    return found.flat()
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
