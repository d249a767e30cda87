import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findExecutable, searchDirs } from '../../src/runtimes/executables.ts'

/** The reference the archive's image is imported under. */
export const PAUSE_IMAGE = '127.0.0.1:1/pause:1'

const ARCHITECTURES: Record<string, string> = {
  x64: 'amd64',
  arm64: 'arm64',
  ppc64: 'ppc64le',
  s390x: 's390x',
}

/** Writes an OCI archive with this host's `sleep` and its libraries as the only things inside. */
export function writePauseArchive(dir: string): string {
  const sleep = findExecutable('sleep', searchDirs()) ?? '/bin/sleep'
  const libraries = execFileSync('ldd', [sleep], { encoding: 'utf8' }).match(/\/\S+/g) ?? []
  const files = [sleep, ...new Set(libraries)].map((path) => path.slice(1))
  const layout = join(dir, 'layout')
  mkdirSync(join(layout, 'blobs', 'sha256'), { recursive: true })
  const blob = (content: Buffer | object) => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content))
    const hex = createHash('sha256').update(bytes).digest('hex')
    writeFileSync(join(layout, 'blobs', 'sha256', hex), bytes)
    return { digest: `sha256:${hex}`, size: bytes.length }
  }
  const layer = blob(execFileSync('tar', ['-C', '/', '-ch', ...files], { maxBuffer: 2 ** 28 }))
  const config = blob({
    architecture: ARCHITECTURES[process.arch],
    os: 'linux',
    config: { Entrypoint: [sleep], Cmd: ['1000'] },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  })
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const manifest = blob({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
  })
  const annotations = { 'io.containerd.image.name': PAUSE_IMAGE }
  const index = { schemaVersion: 2, manifests: [{ mediaType, ...manifest, annotations }] }
  writeFileSync(join(layout, 'index.json'), JSON.stringify(index))
  writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
  const archive = join(dir, 'pause.tar')
  execFileSync('tar', ['-C', layout, '-cf', archive, '.'])
  return archive
}
