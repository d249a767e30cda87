import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'

/** Packs the package from a copy of the checkout, as `npm publish` would; answers the tarball's path. */
export function pack(dir: string): string {
  const copy = join(dir, 'checkout')
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: packageRoot(),
    encoding: 'utf8',
  })
  for (const file of listed.split('\0').filter(Boolean)) {
    mkdirSync(join(copy, dirname(file)), { recursive: true })
    cpSync(join(packageRoot(), file), join(copy, file))
  }
  symlinkSync(join(packageRoot(), 'node_modules'), join(copy, 'node_modules'))
  execFileSync('npm', ['pack', '--silent', '--pack-destination', dir], { cwd: copy, stdio: 'pipe' })
  const [tarball = ''] = readdirSync(dir).filter((name) => name.endsWith('.tgz'))
  return join(dir, tarball)
}

/** Installs a tarball into a new folder, as somebody who wants to use it; answers the folder. */
export function install(tarball: string, dir: string): string {
  const folder = join(dir, 'elsewhere')
  mkdirSync(folder)
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball], {
    cwd: folder,
    stdio: 'pipe',
  })
  return folder
}

/** The paths in a tarball, from the package's root. */
export function contents(tarball: string): readonly string[] {
  const listed = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8', maxBuffer: 2 ** 26 })
  return listed.split('\n').map((path) => path.replace(/^package\//, ''))
}

/** Every file and folder with its size and time of change: two of them differ if anything was written. */
export function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => {
      const { size, mtimeMs } = statSync(join(folder, path))
      return `${path} ${size} ${mtimeMs}`
    })
    .sort()
}
