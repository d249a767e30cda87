import { packageVersion } from '../package-root.ts'
import { ACCESS, type AccessName, type AccessRules, findAccess } from './access.ts'

/** What an image reference into the test registry says. */
export interface ReferenceParts {
  /** `127.0.0.1:PORT`, as the registry tells it. */
  readonly host: string
  readonly runId: string
  /** A name of the catalogue; one that is not in it is a repository that does not exist. */
  readonly name: string
  /** Makes an image with digests of its own; lower-case letters, digits and single dashes. */
  readonly nonce?: string
  /** How the image is got at: protected, faulty, redirected; plainly if absent. */
  readonly access?: AccessName
  /** Any tag leads to the same image until it is moved, but none that begins with `missing`. */
  readonly tag?: string
  /** A manifest's or index's digest, behind the tag if there is one. */
  readonly digest?: string
}

/** The reference of a test image; nothing needs to be published first. */
export function reference(parts: ReferenceParts): string {
  const { host, digest, tag = digest ? undefined : 'v1' } = parts
  const name = `${hostFor(host, parts.access)}/${repositoryOf(parts)}`
  return `${name}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`
}

/** The reference of a test image in a registry it was pushed to; images of another crivet are others. */
export function pushedReference(place: string, name: string): string {
  return `${place}/${name}:${packageVersion()}`
}

/** The part of a reference between host and tag. */
export function repositoryOf({ runId, name, nonce, access }: Omit<ReferenceParts, 'host'>): string {
  return [`crivet-${runId}`, access, name, nonce].filter(Boolean).join('/')
}

/** All host names and ports the registry answers at, for those who need to trust each. */
export function registryHosts(host: string): readonly string[] {
  return ADDRESSES.map((address) => host.replace(OPEN_ADDRESS, address))
}

/** Where the open, the basic and the bearer repositories are. */
export const OPEN_ADDRESS = '127.0.0.1'
export const BASIC_ADDRESS = '127.0.0.2'
export const BEARER_ADDRESS = '127.0.0.3'
const ADDRESSES = [OPEN_ADDRESS, BASIC_ADDRESS, BEARER_ADDRESS]

/** A repository's name, taken apart. */
export interface Repository {
  readonly repository: string
  readonly name: string
  readonly nonce: string
  readonly access: AccessRules
}

/** What a repository's name says, if it is one of this run. */
export function parseRepository(repository: string, runId: string): Repository | undefined {
  const [run, ...rest] = repository.split('/')
  if (run !== `crivet-${runId}`) return undefined
  const access = rest[0] === undefined ? undefined : findAccess(rest[0])
  const [name, nonce = '', ...more] = access ? rest.slice(1) : rest
  if (name === undefined || more.length > 0) return undefined
  return { repository, name, nonce, access: access ?? {} }
}

/** Host, repository and tag or digest of a reference; the digest wins. */
export function splitReference(image: string): {
  readonly host: string
  readonly repository: string
  readonly tag: string
} {
  const slash = image.indexOf('/')
  const [name = '', digest] = image.slice(slash + 1).split('@')
  const [repository = '', tag = 'latest'] = name.split(':')
  return { host: image.slice(0, slash), repository, tag: digest ?? tag }
}

// CRI-O learns the kind of authentication from /v2/, once for a whole host: each kind has its own.
function hostFor(host: string, access: AccessName | undefined): string {
  const { auth }: AccessRules = access ? ACCESS[access] : {}
  if (auth === 'basic') return host.replace(OPEN_ADDRESS, BASIC_ADDRESS)
  if (auth === 'bearer' || auth === 'registry-token') {
    return host.replace(OPEN_ADDRESS, BEARER_ADDRESS)
  }
  return host
}
