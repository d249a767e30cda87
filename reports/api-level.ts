import type { ApiLevel, RequirementResult } from './run-report.ts'

/** What a Kubernetes minor's components call with default settings, and which of it answered. */
export interface MinorRpcs {
  /** As `1.31`. */
  readonly minor: string
  readonly onByDefault: readonly string[]
  /** RPCs that did not answer UNIMPLEMENTED. */
  readonly answered: readonly string[]
}

const FLOOR = '1.23'

/**
 * The newest minor up to which all on-by-default RPCs answer and the core musts introduced after
 * 1.23 are kept. What is older, unsupported or could not apply does not lower it; what is undecided
 * does, since nobody could rely on it.
 */
export function apiLevel(
  minors: readonly MinorRpcs[],
  requirements: readonly RequirementResult[],
): ApiLevel {
  let reached: string | null = null
  for (const { minor, onByDefault, answered } of [...minors].sort(byMinor)) {
    const rpcs = onByDefault.filter((rpc) => !answered.includes(rpc)).sort()
    const broken = requirements.filter((it) => it.since === minor && holdsBack(it))
    if (rpcs.length + broken.length > 0) {
      return { minor: reached, next: { minor, rpcs, requirements: broken.map(({ id }) => id) } }
    }
    reached = minor
  }
  return { minor: reached }
}

/** Orders minors by number: 1.9 before 1.23. */
export function compareMinors(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number)
  const [majorB = 0, minorB = 0] = b.split('.').map(Number)
  return majorA - majorB || minorA - minorB
}

function byMinor(a: MinorRpcs, b: MinorRpcs): number {
  return compareMinors(a.minor, b.minor)
}

function holdsBack({ level, profile, since, outcome }: RequirementResult): boolean {
  return (
    level === 'must' &&
    profile === 'core' &&
    compareMinors(since, FLOOR) > 0 &&
    (outcome === 'broken' || outcome === 'undecided')
  )
}
