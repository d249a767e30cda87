import type { FeatureName, RequirementId } from './gen/requirements.ts'

export type { FeatureName, RequirementId }

/** How much hangs on a requirement: `must` breaks a kubelet or the API, `may` is only recorded. */
export type Level = (typeof LEVELS)[number]

/** All levels, weightiest first. */
export const LEVELS = ['must', 'should', 'may'] as const

/** The part of a runtime's duties a requirement counts for. */
export type Profile = (typeof PROFILES)[number]

/** All profiles; `core` decides the verdict. */
export const PROFILES = [
  'core',
  'images',
  'streaming',
  'networking',
  'security',
  'resources',
  'storage',
  'logs',
  'stats',
  'events',
  'recovery',
  'checkpoint',
] as const

/** What trying a requirement asks of a run (see `spec/README.md`). */
export type Need = (typeof ALL_NEEDS)[number]

/** All needs. */
export const ALL_NEEDS = [
  'host',
  'private',
  'restart',
  'cni',
  'soak',
  'registry-faults',
  'serial',
] as const

/** One behaviour that a runtime must, should or may show. */
export interface Requirement {
  readonly id: RequirementId
  /** The RPCs involved; the first is the subject. */
  readonly rpcs: readonly string[]
  /** Request fields exercised and response fields judged, as dot paths from a message. */
  readonly fields: readonly string[]
  readonly level: Level
  /** First Kubernetes minor it applies to, as `1.23`. */
  readonly since: string
  readonly feature: FeatureName | null
  readonly needs: readonly Need[]
  readonly profile: Profile
  readonly statement: string
  readonly how: string
  readonly source: string
}

/** An optional feature and how a client sees that a runtime or host has it. */
export interface Feature {
  readonly since: string
  readonly declared_by: string
  readonly about: string
}
