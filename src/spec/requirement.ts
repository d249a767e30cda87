import type { Level, Profile } from '../../reports/run-report.ts'
import type { FeatureName, RequirementId } from './gen/requirements.ts'

export { PROFILES } from '../../reports/run-report.ts'
export type { FeatureName, Level, Profile, RequirementId }

/** All levels, weightiest first. */
export const LEVELS: readonly Level[] = ['must', 'should', 'may']

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
