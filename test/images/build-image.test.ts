import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { buildImage } from '../../fixtures/images/build-image.ts'
import { CATALOGUE, type ImageName } from '../../fixtures/images/catalogue.ts'
import { exportLayout } from '../../fixtures/images/export-layout.ts'
import { goArch } from '../../fixtures/images/platform.ts'

const build = (name: ImageName, nonce?: string) =>
  buildImage(CATALOGUE[name], { name, ...(nonce === undefined ? {} : { nonce }) })
const sha256 = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const small = Object.keys(CATALOGUE).filter((name) => name !== 'huge') as ImageName[]

test.each(small)('%s: digests, sizes and layers agree', (name) => {
  const { blobs, config, layers, manifest } = build(name, 'n1')
  for (const [digest, { bytes, size }] of blobs) {
    expect(sha256(bytes)).toBe(digest)
    expect(size).toBe(bytes.length)
  }
  if (!manifest || !config) return expect(name).toBe('no-platform')
  const { rootfs } = JSON.parse(config.bytes.toString()) as { rootfs: { diff_ids: string[] } }
  const diffIds = layers.map(({ diffId }) => diffId)
  if (name === 'wrong-diff-id') expect(rootfs.diff_ids).not.toEqual(diffIds)
  else expect(rootfs.diff_ids).toEqual(diffIds)
  for (const { bytes, mediaType, diffId } of layers) {
    if (mediaType.endsWith('gzip')) expect(sha256(gunzipSync(bytes))).toBe(diffId)
    if (mediaType.endsWith('tar')) expect(sha256(bytes)).toBe(diffId)
  }
  const types = (JSON.parse(manifest.bytes.toString()) as { layers: { mediaType: string }[] })
    .layers
  expect(types.map(({ mediaType }) => mediaType)).toEqual(layers.map((layer) => layer.mediaType))
})

test('all images have different ids', () => {
  const ids = small.map((name) => build(name).config?.digest ?? name)
  expect(new Set(ids).size).toBe(small.length)
})

test('the same image is the same bytes; another nonce shares the base layer only', () => {
  const [one, same, other] = [
    build('workload', 'a'),
    build('workload', 'a'),
    build('workload', 'b'),
  ]
  expect(same.top.digest).toBe(one.top.digest)
  expect(other.top.digest).not.toBe(one.top.digest)
  expect(other.config?.digest).not.toBe(one.config?.digest)
  expect(other.layers[0]?.digest).toBe(one.layers[0]?.digest)
  expect(other.layers[1]?.digest).not.toBe(one.layers[1]?.digest)
  expect(build('labels').layers[0]?.digest).toBe(one.layers[0]?.digest)
})

test('an index names this platform once, or not at all', () => {
  const platforms = (name: ImageName) => {
    const index = JSON.parse(build(name).top.bytes.toString()) as {
      manifests: { digest: string; platform: { os: string; architecture: string } }[]
    }
    return index.manifests.filter(
      ({ platform }) => platform.os === 'linux' && platform.architecture === goArch(),
    )
  }
  expect(platforms('index')).toHaveLength(1)
  expect(platforms('index')[0]?.digest).toBe(build('index').manifest?.digest)
  expect(platforms('docker-list')).toHaveLength(1)
  expect(platforms('no-platform')).toHaveLength(0)
})

test('a missing workload is an error with a hint', () => {
  expect(() => buildImage(CATALOGUE.workload, { name: 'workload', arch: 'riscv64' })).toThrow(
    expect.objectContaining({ code: 'CRIVET_IMAGES', hint: expect.stringContaining('riscv64') }),
  )
})

test('skopeo copies every image of an exported layout', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crivet-layout-'))
  try {
    const names = small.filter((name) => name !== 'no-platform' && name !== 'wrong-diff-id')
    const exported = exportLayout(join(folder, 'layout'), names)
    expect(exported.map(({ name }) => name)).toEqual(names)
    for (const name of names.filter((each) => !each.startsWith('docker'))) {
      const source = `oci:${join(folder, 'layout')}:${name}`
      const seen = JSON.parse(execFileSync('skopeo', ['inspect', source], { encoding: 'utf8' }))
      expect(seen).toMatchObject({ Os: 'linux', Labels: { 'crivet.image': name } })
      execFileSync('skopeo', ['--insecure-policy', 'copy', source, `dir:${join(folder, name)}`])
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a name that is not in the catalogue is a usage error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crivet-layout-'))
  try {
    expect(() => exportLayout(folder, ['toString'])).toThrow(
      expect.objectContaining({ code: 'CRIVET_USAGE' }),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('each run has images of its own: removing one by its id takes nothing from another run', () => {
  const ids = ['', 'one', 'two'].map((runId) =>
    buildImage(CATALOGUE.workload, { name: 'workload', runId }),
  )
  expect(new Set(ids.map(({ config }) => config?.digest)).size).toBe(3)
  expect(new Set(ids.map(({ layers }) => layers.map(({ digest }) => digest).join())).size).toBe(1)
})
