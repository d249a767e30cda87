import type { Probe } from '../../reports/surroundings.ts'
import { REQUIREMENTS } from '../spec/gen/requirements.ts'
import type { ScenarioDefinition } from './definition.ts'
import { needsOf } from './definition.ts'
import type { Scope } from './scope.ts'

/** Why a scenario is not tried. */
export interface Refusal {
  readonly outcome: 'unsupported' | 'not-applicable'
  readonly probe: Probe
}

/** Looks before a scenario whether target and host have what its requirement rests on. */
export async function gate(
  definition: ScenarioDefinition,
  scope: Scope,
): Promise<Refusal | undefined> {
  const required = REQUIREMENTS[definition.requirement].feature
  for (const feature of definition.withoutFeature ? [] : [required, definition.feature]) {
    if (!feature) continue
    const { present, ofHost, question, answer } = await scope.harness.features.find(feature, scope)
    if (!present) {
      return { outcome: ofHost ? 'not-applicable' : 'unsupported', probe: { question, answer } }
    }
  }
  if (needsOf(definition).includes('host')) {
    const { present, question, answer } = await scope.harness.hostView.find(scope)
    if (!present) return { outcome: 'not-applicable', probe: { question, answer } }
  }
  return undefined
}
