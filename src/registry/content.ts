import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Blob } from '../../fixtures/images/build-image.ts'
import type { Fault } from './access.ts'
import { refusal } from './authorization.ts'
import { sendError } from './errors.ts'
import type { Repository } from './reference.ts'
import { sendBlob } from './send-blob.ts'
import type { Shelf } from './shelf.ts'

/** A request for a manifest or a blob of a repository. */
export interface ContentRequest {
  readonly kind: 'manifest' | 'blob'
  /** None if the name is not one of this run. */
  readonly repository: Repository | undefined
  /** Tag or digest. */
  readonly reference: string
  readonly redirected: boolean
  /** Scheme, host and port that the request came in by. */
  readonly origin: string
}

/** Answers requests for manifests and blobs, by the rules of each repository. */
export class ContentService {
  readonly #shelf: Shelf
  readonly #met = new Set<string>()

  constructor(shelf: Shelf) {
    this.#shelf = shelf
  }

  answer(request: IncomingMessage, response: ServerResponse, asked: ContentRequest): void {
    const { repository, origin, redirected } = asked
    if (!repository) {
      sendError(response, 404, 'NAME_UNKNOWN')
      return
    }
    const { fault } = repository.access
    if (fault === 'status-500') {
      sendError(response, 500, 'UNKNOWN')
      return
    }
    if (fault === 'status-503') {
      sendError(response, 503, 'UNAVAILABLE')
      return
    }
    const refused = redirected ? undefined : refusal(request, origin, repository)
    if (refused) {
      if (refused.challenge) response.setHeader('WWW-Authenticate', refused.challenge)
      sendError(response, refused.status, refused.code)
      return
    }
    if (asked.kind === 'manifest') this.#manifest(request, response, repository, asked.reference)
    else this.#blob(request, response, repository, asked)
  }

  #manifest(
    { method }: IncomingMessage,
    response: ServerResponse,
    repository: Repository,
    reference: string,
  ): void {
    const blob = reference.includes(':')
      ? this.#shelf.blob(repository, reference)
      : tagged(this.#shelf, repository, reference)
    if (!blob || (blob.kind !== 'manifest' && blob.kind !== 'index')) {
      sendError(response, 404, 'MANIFEST_UNKNOWN')
      return
    }
    const corrupt = repository.access.fault === 'corrupt-manifest'
    const body = corrupt ? Buffer.concat([blob.bytes, Buffer.from('\n')]) : blob.bytes
    response.setHeader('Content-Type', blob.mediaType)
    response.setHeader('Docker-Content-Digest', blob.digest)
    response.setHeader('Content-Length', body.length)
    response.end(method === 'HEAD' ? undefined : body)
  }

  #blob(
    request: IncomingMessage,
    response: ServerResponse,
    repository: Repository,
    { reference, redirected, origin }: ContentRequest,
  ): void {
    const blob = this.#shelf.blob(repository, reference)
    const fault = blob && this.#faultOf(repository, blob, request.method)
    if (!blob || isMissing(blob, fault)) {
      sendError(response, 404, 'BLOB_UNKNOWN')
      return
    }
    if (repository.access.redirect && !redirected) {
      // Another host name for the same port: clients must not send credentials there.
      const elsewhere = origin.replace(/127\.0\.0\.\d/, 'localhost')
      response.statusCode = 307
      response.setHeader(
        'Location',
        `${elsewhere}${REDIRECTED}${repository.repository}/blobs/${reference}`,
      )
      response.end()
      return
    }
    sendBlob(request, response, blob, fault)
  }

  // The base layer is spared: a runtime fetches it once, and other pulls would wait for this one.
  #faultOf(
    { repository, access: { fault, once } }: Repository,
    blob: Blob,
    method: string | undefined,
  ): Fault | undefined {
    if (blob.kind === 'base' || (blob.kind === 'config' && !fault?.endsWith('config'))) {
      return undefined
    }
    if (!once) return fault
    // A HEAD has nothing to cut or hold back.
    if (method === 'HEAD') return undefined
    const key = `${repository}@${blob.digest}`
    if (this.#met.has(key)) return undefined
    this.#met.add(key)
    return fault
  }
}

/** Where redirected requests for blobs go, before the repository's name. */
export const REDIRECTED = '/crivet/redirected/'

function tagged(shelf: Shelf, repository: Repository, tag: string): Blob | undefined {
  return tag.startsWith('missing') ? undefined : shelf.image(repository, tag)?.top
}

function isMissing({ kind }: Blob, fault: Fault | undefined): boolean {
  return (
    (fault === 'missing-layer' && kind === 'layer') ||
    (fault === 'missing-config' && kind === 'config')
  )
}
