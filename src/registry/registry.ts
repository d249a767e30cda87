import type { IncomingMessage, ServerResponse } from 'node:http'
import { goArch } from '../../fixtures/images/platform.ts'
import { workloadBinary } from '../../fixtures/images/workload-binary.ts'
import { pingRefusal } from './authorization.ts'
import { selfSignedCertificate } from './certificate.ts'
import { type ContentRequest, ContentService, REDIRECTED } from './content.ts'
import { answerControl } from './control-api.ts'
import { sendError, sendJson } from './errors.ts'
import { listenOnLoopback } from './loopback-port.ts'
import { OPEN_ADDRESS, parseRepository, registryHosts } from './reference.ts'
import { RequestLog, type RequestLogEntry } from './request-log.ts'
import { Shelf } from './shelf.ts'
import { answerTokenRequest } from './token.ts'

/** The registry of a run, in this process. */
export interface Registry {
  /** `127.0.0.1:PORT`. */
  readonly host: string
  /** All names it answers at: some repositories are on other loopback addresses, same port. */
  readonly hosts: readonly string[]
  /** To be trusted for each of the hosts by runtimes that verify. */
  readonly certificatePem: string
  requests(): readonly RequestLogEntry[]
  /** Ends all connections, those it let stall too. */
  close(): Promise<void>
}

/** Serves the test images on a free loopback port, by HTTP and TLS; `CRIVET_IMAGES` if they cannot be built. */
export async function startRegistry(options: {
  readonly runId: string
  readonly log?: (line: string) => void
}): Promise<Registry> {
  // Known now rather than by a failing pull.
  workloadBinary(goArch())
  const { runId } = options
  const shelf = new Shelf(runId)
  const log = new RequestLog(options.log)
  const service = { runId, shelf, log, content: new ContentService(shelf) }
  const addresses = registryHosts(OPEN_ADDRESS)
  const certificate = selfSignedCertificate(addresses, ['localhost'])
  const port = await listenOnLoopback(addresses, certificate, (request, response) => {
    void answer(service, request, response)
  })
  const host = `${OPEN_ADDRESS}:${port.port}`
  return {
    host,
    hosts: registryHosts(host),
    certificatePem: certificate.certificatePem,
    requests: () => log.entries(),
    close: port.close,
  }
}

interface Service {
  readonly runId: string
  readonly shelf: Shelf
  readonly log: RequestLog
  readonly content: ContentService
}

async function answer(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Peers leave as they like.
  response.on('error', () => response.destroy())
  try {
    const entry = await route(service, request, response)
    if (entry) service.log.add({ ...entry, ...requestFacts(request), status: response.statusCode })
  } catch (error) {
    if (response.headersSent) response.destroy()
    else sendError(response, 500, 'UNKNOWN', error instanceof Error ? error.message : String(error))
  }
}

type Routed = Pick<RequestLogEntry, 'kind' | 'repository' | 'reference' | 'redirected'>

async function route(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Routed | undefined> {
  const { method = '', url = '/' } = request
  const [path = '', search] = url.split('?', 2)
  const query = new URLSearchParams(search)
  const control = /^\/crivet\/([a-z]+)$/.exec(path)?.[1]
  if (control) {
    answerControl(response, service, { method, action: control, query })
    return undefined
  }
  if (path === '/token') return routeToken(request, response, query)
  if (method !== 'GET' && method !== 'HEAD') {
    sendError(response, 405, 'UNSUPPORTED')
    return { kind: 'other', repository: '', reference: path, redirected: false }
  }
  const origin = originOf(request)
  if (path === '/v2/' || path === '/v2') {
    routePing(request, response, origin)
    return { kind: 'ping', repository: '', reference: '', redirected: false }
  }
  const asked = contentRequest(path, origin, service.runId)
  if (!asked) {
    sendError(response, 404, 'UNSUPPORTED')
    return { kind: 'other', repository: '', reference: path, redirected: false }
  }
  service.content.answer(request, response, asked)
  const { kind, reference, redirected, name } = asked
  return { kind, repository: name, reference, redirected }
}

async function routeToken(
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<Routed> {
  const { repository, grant, token } = await answerTokenRequest(request, query)
  if (token === undefined) sendError(response, 401, 'UNAUTHORIZED')
  else sendJson(response, 200, { token, access_token: token, expires_in: 300 })
  return { kind: 'token', repository, reference: grant, redirected: false }
}

function routePing(request: IncomingMessage, response: ServerResponse, origin: string): void {
  response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0')
  const refused = pingRefusal(request, origin)
  if (!refused) {
    sendJson(response, 200, {})
    return
  }
  if (refused.challenge) response.setHeader('WWW-Authenticate', refused.challenge)
  sendError(response, refused.status, refused.code)
}

function contentRequest(
  path: string,
  origin: string,
  runId: string,
): (ContentRequest & { readonly name: string }) | undefined {
  const redirected = path.startsWith(REDIRECTED)
  const rest = redirected ? path.slice(REDIRECTED.length) : path.replace(/^\/v2\//, '')
  const [, name, what, reference] = /^(.+)\/(manifests|blobs)\/([^/]+)$/.exec(rest) ?? []
  if (name === undefined || reference === undefined) return undefined
  return {
    kind: what === 'blobs' ? 'blob' : 'manifest',
    name,
    repository: parseRepository(name, runId),
    reference,
    redirected,
    origin,
  }
}

function originOf({ socket, headers: { host = '' } }: IncomingMessage): string {
  return `${'encrypted' in socket ? 'https' : 'http'}://${host}`
}

function requestFacts({ method = '', headers, socket }: IncomingMessage) {
  return {
    atMs: Date.now(),
    tls: 'encrypted' in socket,
    host: headers.host ?? '',
    method,
    range: headers.range ?? '',
    authorization: (headers.authorization ?? '').split(' ')[0]?.toLowerCase() ?? '',
    userAgent: headers['user-agent'] ?? '',
  }
}
