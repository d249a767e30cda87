import type { FeatureFinding, HostFacts, TargetFacts } from '../../reports/surroundings.ts'

/** The same runtime as several runs met it: a feature that one found is there. */
export function mergeTargets(targets: readonly TargetFacts[]): TargetFacts {
  const [first] = targets as [TargetFacts]
  return {
    ...first,
    endpoint: [...new Set(targets.map(({ endpoint }) => endpoint))].join(', '),
    handlers: [...new Set(targets.flatMap(({ handlers }) => handlers))],
    features: mergeFeatures(targets.flatMap(({ features }) => features)),
    launched: targets.every(({ launched }) => launched),
  }
}

/** The facts of several hosts: lists together, other values side by side where they differ. */
export function mergeHosts(hosts: readonly HostFacts[]): HostFacts {
  const [first] = hosts as [HostFacts]
  const merged = Object.keys(first).map((fact) => {
    const values = [...new Set(hosts.flatMap((host) => host[fact] ?? []))]
    if (Array.isArray(first[fact])) return [fact, values]
    return [fact, values.length === 1 ? values[0] : values.join(', ')]
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
