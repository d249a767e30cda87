import { createHash } from 'node:crypto'

/** What the protected repositories take; a scenario passes these on in an AuthConfig. */
export const CREDENTIALS = {
  username: 'crivet',
  password: 'p4ss:word/+=&%41',
  /** Exchanged for an access token by the repositories that ask for one. */
  identityToken: 'crivet-identity-token',
  /** Taken as it is, as bearer token. */
  registryToken: 'crivet-registry-token',
} as const

/** User name and password as the `auth` field of an AuthConfig holds them. */
export const AUTH_FIELD = Buffer.from(`${CREDENTIALS.username}:${CREDENTIALS.password}`).toString(
  'base64',
)

/** The access token that the token service gives out for one repository. */
export function accessToken(repository: string): string {
  return createHash('sha256').update(`crivet access to ${repository}`).digest('base64url')
}
