// Builds the workload for this machine's architecture; `all`, or names such as arm64, for others.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GO_ARCHS, goArch } from '../fixtures/images/platform.ts'

const FOLDER = join(import.meta.dirname, '../fixtures/workload')
const FLAGS = ['-trimpath', '-ldflags', '-s -w -buildid=']

const wanted = process.argv.slice(2)
const archs = wanted.includes('all') ? GO_ARCHS : wanted.length > 0 ? wanted : [goArch()]
const sources = sourcesHash()
for (const arch of archs) build(arch)

function build(arch: string): void {
  const folder = join(FOLDER, 'bin', `linux-${arch}`)
  const stamp = join(folder, 'sources.sha256')
  if (existsSync(join(folder, 'workload')) && stampOf(stamp) === sources) {
    console.log(`workload for ${arch}: up to date`)
    return
  }
  mkdirSync(folder, { recursive: true })
  const { status, error } = spawnSync(
    'go',
    ['build', ...FLAGS, '-o', join(folder, 'workload'), '.'],
    {
      cwd: FOLDER,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, CGO_ENABLED: '0', GOOS: 'linux', GOARCH: arch, GOTOOLCHAIN: 'local' },
    },
  )
  if (error) stop(`cannot run go: ${error.message}`)
  if (status !== 0) stop(`go build for ${arch} ended with ${status}`)
  writeFileSync(stamp, `${sources}\n`)
  console.log(`workload for ${arch}: built`)
}

function stop(what: string): never {
  console.error(
    `${what}\ninstall Go 1.19 or newer (Debian: apt-get install golang-go) and try again`,
  )
  process.exit(1)
}

function stampOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}

function sourcesHash(): string {
  const hash = createHash('sha256').update(FLAGS.join('\0'))
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  for (const file of files.filter((name) => /(\.go|\.s|go\.mod)$/.test(name)).sort()) {
    hash.update(`${file}\0`).update(readFileSync(join(FOLDER, file)))
  }
  return hash.digest('hex')
}
