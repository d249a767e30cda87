import { REQUIREMENTS } from '../spec/gen/requirements.ts'
import type { FeatureName, Need, RequirementId } from '../spec/requirement.ts'
import type { Fixtures } from './fixtures/fixtures.ts'
import type { TimeoutName } from './timeouts.ts'

/** What a scenario says of itself; level, profile, feature and since come from its requirement. */
export interface ScenarioMeta {
  /** Blamed when the scenario fails. */
  readonly requirement: RequirementId
  /** Credited when it passes, never blamed. */
  readonly also?: readonly RequirementId[]
  /** In place of the requirement's needs, where the scenario takes only a part of it. */
  readonly needs?: readonly Need[]
  /** A feature that the scenario rests on beside the requirement's, such as a second transport. */
  readonly feature?: FeatureName
  /** Tried although the requirement's feature is absent: it is about refusing or reporting that. */
  readonly withoutFeature?: true
  /** Others are blocked, not failed, when they break on the subject RPC of a failed keystone. */
  readonly keystone?: true
  /** Waits for long by nature, as for a grace period: begun early, so that a run does not end with it alone. */
  readonly waits?: true
  /** The body's time, `scenario` unless it waits for long by nature. */
  readonly timeout?: TimeoutName
}

/** What a scenario does; throws where the runtime is wrong. */
export type ScenarioBody = (fixtures: Fixtures) => Promise<void>

/** A scenario as registered. */
export interface ScenarioDefinition extends ScenarioMeta {
  /** `area.subject.behaviour`; unique, never reused. */
  readonly id: string
  readonly body: ScenarioBody
}

/** The suite of an id: `suites/<area>/<subject>.scenario.ts` holds `area.subject.*`. */
export function suiteOf(id: string): string {
  return id.split('.').slice(0, 2).join('/')
}

/** What trying the scenario asks of the run. */
export function needsOf({
  needs,
  requirement,
}: Pick<ScenarioMeta, 'needs' | 'requirement'>): readonly Need[] {
  return needs ?? REQUIREMENTS[requirement].needs
}

/** Whether nothing may go on beside it. */
export function isAlone(meta: Pick<ScenarioMeta, 'needs' | 'requirement'>): boolean {
  return needsOf(meta).some((need) => need === 'serial' || need === 'restart' || need === 'cni')
}
