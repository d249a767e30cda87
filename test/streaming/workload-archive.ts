import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { goArch } from '../../fixtures/images/platform.ts'

/** The reference the archive's image is imported under; pod sandboxes use it too. */
export const WORKLOAD_IMAGE = '127.0.0.1:1/workload:1'

/** Writes an OCI archive with the workload as the only thing inside; it pauses unless told otherwise. */
export function writeWorkloadArchive(dir: string): string {
  const architecture = goArch()
  const bin = fileURLToPath(
    new URL(`../../fixtures/workload/bin/linux-${architecture}`, import.meta.url),
  )
  if (!existsSync(join(bin, 'workload'))) {
    throw new Error(`no workload in ${bin}: build it with \`npx tsx scripts/build-workload.ts\``)
  }
  const layout = join(dir, 'layout')
  const blobs = join(layout, 'blobs', 'sha256')
  mkdirSync(blobs, { recursive: true })
  const blob = (content: Buffer | object) => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content))
    const hex = createHash('sha256').update(bytes).digest('hex')
    writeFileSync(join(blobs, hex), bytes)
    return { digest: `sha256:${hex}`, size: bytes.length }
  }
  const layer = blob(execFileSync('tar', ['-C', bin, '-c', 'workload'], { maxBuffer: 2 ** 28 }))
  const config = blob({
    architecture,
    os: 'linux',
    config: { Entrypoint: ['/workload'], Cmd: ['pause'] },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  })
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const manifest = blob({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
  })
  const annotations = { 'io.containerd.image.name': WORKLOAD_IMAGE }
  const index = { schemaVersion: 2, manifests: [{ mediaType, ...manifest, annotations }] }
  writeFileSync(join(layout, 'index.json'), JSON.stringify(index))
  writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
  const archive = join(dir, 'workload.tar')
  execFileSync('tar', ['-C', layout, '-cf', archive, '.'])
  return archive
}
