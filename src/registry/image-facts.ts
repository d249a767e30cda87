import type { BuiltImage } from '../../fixtures/images/build-image.ts'

/** What the registry knows of an image that a reference leads to. */
export interface ImageFacts {
  /** Digest and type of what the tag leads to. */
  readonly digest: string
  readonly mediaType: string
  /** The manifest for this platform; null if there is none. */
  readonly manifestDigest: string | null
  /** Null if the tag leads to a manifest. */
  readonly indexDigest: string | null
  /** The configuration's digest, by which runtimes know the image; null if there is none. */
  readonly imageId: string | null
  readonly layers: readonly LayerFacts[]
  /** Manifest, configuration and layers for this platform as they are served, with the index. */
  readonly transferBytes: number
  /** The archives of the layers, unpacked. */
  readonly unpackedBytes: number
}

/** A layer as it is served, and unpacked. */
export interface LayerFacts {
  readonly digest: string
  readonly diffId: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly unpackedBytes: number
}

/** The facts of a built image. */
export function imageFacts({ top, manifest, config, layers }: BuiltImage): ImageFacts {
  const served = [...new Set([top, manifest, config, ...layers])]
  return {
    digest: top.digest,
    mediaType: top.mediaType,
    manifestDigest: manifest?.digest ?? null,
    indexDigest: top.kind === 'index' ? top.digest : null,
    imageId: config?.digest ?? null,
    layers: layers.map(({ digest, diffId, mediaType, size, unpackedBytes }) => ({
      digest,
      diffId,
      mediaType,
      sizeBytes: size,
      unpackedBytes,
    })),
    transferBytes: served.reduce((sum, blob) => sum + (blob?.size ?? 0), 0),
    unpackedBytes: layers.reduce((sum, layer) => sum + layer.unpackedBytes, 0),
  }
}
