import type { IncomingMessage } from 'node:http'
import { AUTH_FIELD, accessToken, CREDENTIALS } from './credentials.ts'

/** What the token service makes of a request. */
export interface TokenAnswer {
  readonly repository: string
  readonly grant: string
  /** None when the credentials are missing or wrong. */
  readonly token: string | undefined
}

/** Gives out an access token by GET with Basic, or by POST of a form with a password or an identity token. */
export async function answerTokenRequest(
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<TokenAnswer> {
  const form = request.method === 'POST'
  const fields = form ? new URLSearchParams(await bodyOf(request)) : query
  const repository = repositoryOfScope(fields.get('scope') ?? '')
  const grant = form ? (fields.get('grant_type') ?? '') : 'basic'
  const granted = form
    ? isFormGranted(grant, fields)
    : request.headers.authorization === `Basic ${AUTH_FIELD}`
  return { repository, grant, token: granted ? accessToken(repository) : undefined }
}

function isFormGranted(grant: string, fields: URLSearchParams): boolean {
  if (grant === 'refresh_token') return fields.get('refresh_token') === CREDENTIALS.identityToken
  return (
    grant === 'password' &&
    fields.get('username') === CREDENTIALS.username &&
    fields.get('password') === CREDENTIALS.password
  )
}

// Of `repository:NAME:pull`, several of them parted by blanks.
function repositoryOfScope(scope: string): string {
  return /(?:^| )repository:([^: ]+):/.exec(scope)?.[1] ?? ''
}

const MAX_BODY_BYTES = 65_536

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > MAX_BODY_BYTES) throw new RangeError(`a form of more than ${MAX_BODY_BYTES} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}
