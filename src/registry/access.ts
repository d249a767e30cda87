/** Who gets in, and what goes wrong, by the first part of a repository's name. */
export interface AccessRules {
  /** What the repository asks for; open if absent. */
  readonly auth?: 'basic' | 'bearer' | 'registry-token' | 'denied'
  readonly fault?: Fault
  /** The first request for each blob only. */
  readonly once?: true
  /** Blobs are answered by a redirect to another host name. */
  readonly redirect?: true
}

/** What goes wrong on purpose. */
export type Fault =
  | 'missing-layer'
  | 'missing-config'
  | 'corrupt-layer'
  | 'corrupt-config'
  | 'corrupt-manifest'
  | 'truncated'
  | 'status-500'
  | 'status-503'
  | 'slow'
  | 'stall'

/**
 * The ways into the same images. Layers are what is cut, slowed and stalled; a runtime that has a
 * layer does not ask for it again, so an image that is to meet a fault needs a nonce of its own.
 */
export const ACCESS = {
  /** Another repository with the same content. */
  mirror: {},
  basic: { auth: 'basic' },
  bearer: { auth: 'bearer' },
  'registry-token': { auth: 'registry-token' },
  denied: { auth: 'denied' },
  'fault-missing-blob': { fault: 'missing-layer' },
  'fault-missing-config': { fault: 'missing-config' },
  'fault-corrupt': { fault: 'corrupt-layer' },
  'fault-corrupt-config': { fault: 'corrupt-config' },
  'fault-corrupt-manifest': { fault: 'corrupt-manifest' },
  'fault-truncated': { fault: 'truncated' },
  'fault-truncated-once': { fault: 'truncated', once: true },
  'fault-500': { fault: 'status-500' },
  'fault-503': { fault: 'status-503' },
  'fault-slow': { fault: 'slow' },
  'fault-stall': { fault: 'stall' },
  'fault-stall-once': { fault: 'stall', once: true },
  redirect: { redirect: true },
  'redirect-basic': { auth: 'basic', redirect: true },
} as const satisfies Readonly<Record<string, AccessRules>>

export type AccessName = keyof typeof ACCESS

/** The rules of that name, if there are any. */
export function findAccess(name: string): AccessRules | undefined {
  return Object.hasOwn(ACCESS, name) ? ACCESS[name as AccessName] : undefined
}
