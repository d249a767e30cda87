import type { IncomingMessage } from 'node:http'
import { AUTH_FIELD, accessToken, CREDENTIALS } from './credentials.ts'
import { BASIC_ADDRESS, BEARER_ADDRESS, type Repository } from './reference.ts'

/** Why a request is turned away. */
export interface Refusal {
  readonly status: 401 | 403
  readonly code: 'UNAUTHORIZED' | 'DENIED'
  /** The WWW-Authenticate header. */
  readonly challenge?: string
}

/** The refusal of a request for content of the repository; none if it may have it. */
export function refusal(
  request: IncomingMessage,
  origin: string,
  { repository, access }: Repository,
): Refusal | undefined {
  const { authorization } = request.headers
  switch (access.auth) {
    case undefined:
      return undefined
    case 'denied':
      return { status: 403, code: 'DENIED' }
    case 'basic':
      return authorization === `Basic ${AUTH_FIELD}` ? undefined : unauthorized(BASIC)
    case 'bearer':
      return authorization === `Bearer ${accessToken(repository)}`
        ? undefined
        : unauthorized(bearer(origin, repository))
    case 'registry-token':
      return authorization === `Bearer ${CREDENTIALS.registryToken}`
        ? undefined
        : unauthorized(bearer(origin, repository))
  }
}

/** The refusal of a look at /v2/, by which clients learn how a host authenticates. */
export function pingRefusal(
  { headers: { host = '', authorization } }: IncomingMessage,
  origin: string,
): Refusal | undefined {
  if (authorization !== undefined) return undefined
  if (host.startsWith(`${BASIC_ADDRESS}:`)) return unauthorized(BASIC)
  if (host.startsWith(`${BEARER_ADDRESS}:`)) return unauthorized(bearer(origin))
  return undefined
}

const BASIC = 'Basic realm="crivet"'

function bearer(origin: string, repository?: string): string {
  const scope = repository === undefined ? '' : `,scope="repository:${repository}:pull"`
  return `Bearer realm="${origin}/token",service="crivet"${scope}`
}

function unauthorized(challenge: string): Refusal {
  return { status: 401, code: 'UNAUTHORIZED', challenge }
}
