import { existsSync, readFileSync, statSync } from 'node:fs'
import { parse } from 'yaml'
import { parseEndpoint, socketPath } from '../cri/endpoint.ts'
import { CrivetError } from '../errors.ts'

const CRICTL_CONFIG = '/etc/crictl.yaml'

// crictl's own order of guesses, then the places of distributions that ship a runtime inside.
const WELL_KNOWN_SOCKETS = [
  '/run/containerd/containerd.sock',
  '/run/crio/crio.sock',
  '/var/run/cri-dockerd.sock',
  '/run/k3s/containerd/containerd.sock',
  '/run/k0s/containerd.sock',
  '/var/snap/microk8s/common/run/containerd.sock',
] as const

/** An endpoint that was found, and what named it. */
export interface FoundEndpoint {
  readonly endpoint: string
  /** Set where the image service has a socket of its own. */
  readonly imageEndpoint?: string
  readonly from: string
  /** Whether a socket is there now; a setting may name one that is not. */
  readonly present: boolean
}

/** Where discovery looks; the defaults are the real places. */
export interface DiscoveryPlaces {
  readonly env?: NodeJS.ProcessEnv
  readonly crictlConfig?: string
  readonly sockets?: readonly string[]
}

/** The endpoints of this machine, in the order crictl prefers them; changes nothing. */
export function findEndpoints(places: DiscoveryPlaces = {}): readonly FoundEndpoint[] {
  const { env = process.env, sockets = WELL_KNOWN_SOCKETS } = places
  const found = [
    fromEnvironment(env),
    fromCrictlConfig(places.crictlConfig ?? CRICTL_CONFIG),
    ...sockets.filter(isSocket).map((path) => candidate(path, undefined, 'a well-known socket')),
  ].filter((it) => it !== undefined)
  // Settings come first, so that the one who named an endpoint keeps the credit.
  return found.filter((it, at) => found.findIndex((other) => other.endpoint === it.endpoint) === at)
}

function fromEnvironment(env: NodeJS.ProcessEnv): FoundEndpoint | undefined {
  const endpoint = env.CONTAINER_RUNTIME_ENDPOINT
  return endpoint
    ? candidate(endpoint, env.IMAGE_SERVICE_ENDPOINT, '$CONTAINER_RUNTIME_ENDPOINT')
    : undefined
}

function fromCrictlConfig(file: string): FoundEndpoint | undefined {
  if (!existsSync(file)) return undefined
  const settings = readYaml(file)
  const endpoint = settings['runtime-endpoint']
  const image = settings['image-endpoint']
  if (typeof endpoint !== 'string' || endpoint === '') return undefined
  return candidate(endpoint, typeof image === 'string' ? image : undefined, file)
}

function readYaml(file: string): Record<string, unknown> {
  try {
    const value: unknown = parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch (cause) {
    throw new CrivetError('CRIVET_CONFIG', `${file} cannot be read: ${(cause as Error).message}`, {
      hint: 'mend the file, or name the endpoint on the command line',
      cause,
    })
  }
}

function candidate(endpoint: string, image: string | undefined, from: string): FoundEndpoint {
  const runtime = parseEndpoint(endpoint)
  const imageEndpoint = image ? parseEndpoint(image) : runtime
  return {
    endpoint: runtime,
    ...(imageEndpoint === runtime ? {} : { imageEndpoint }),
    from,
    present: isSocket(socketPath(runtime)),
  }
}

function isSocket(path: string): boolean {
  try {
    return statSync(path).isSocket()
  } catch {
    // Not there, or not for us to see.
    return false
  }
}
