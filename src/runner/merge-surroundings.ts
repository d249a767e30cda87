import type { FeatureFinding, HostFacts, TargetFacts } from '../../reports/surroundings.ts'

/** The same runtime as several runs met it: a feature that one found is there. */
export function mergeTargets(targets: readonly TargetFacts[]): TargetFacts {
  const [first] = targets as [TargetFacts]
  return {
    ...first,
    endpoint: distinct(targets.map(({ endpoint }) => endpoint)).join(', '),
    handlers: distinct(targets.flatMap(({ handlers }) => handlers)),
    features: mergeFeatures(targets.flatMap(({ features }) => features)),
    launched: targets.every(({ launched }) => launched),
  }
}

/** The facts of several hosts: lists together, other values side by side where they differ. */
export function mergeHosts(hosts: readonly HostFacts[]): HostFacts {
  const [first] = hosts as [HostFacts]
  const merged = Object.keys(first).map((fact) => {
    const values = hosts.flatMap((host) => host[fact] ?? [])
    const same = distinct(values)
    return [fact, Array.isArray(first[fact]) ? same : same.length === 1 ? same[0] : same.join(', ')]
  })
  return { ...first, ...Object.fromEntries(merged) }
}

function mergeFeatures(all: readonly FeatureFinding[]): readonly FeatureFinding[] {
  const byName = new Map<string, FeatureFinding>()
  for (const finding of all) {
    if (!byName.has(finding.name) || finding.present) byName.set(finding.name, finding)
  }
  return [...byName.values()]
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)]
}
