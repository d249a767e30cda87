import type { ScenarioBody, ScenarioMeta } from './definition.ts'
import { register } from './registration.ts'

/**
 * Declares one scenario. `suites/<area>/<subject>.scenario.ts` holds the ids `area.subject.*`.
 *
 * @example
 * scenario('container.stop.forced-after-grace', {
 *   requirement: 'container.stop.forced',
 *   also: ['container.status.exit-code'],
 * }, async ({ sharedPod }) => {
 *   const container = await sharedPod.run('ignore-sigterm')
 *   await container.logged('ready')
 *   expect(await elapsed(() => container.stop({ timeout: 2 }))).toBeWithin(seconds(2), seconds(12))
 *   await expect(container).toHaveExited({ code: 137 })
 * })
 */
export function scenario(id: ScenarioId, meta: ScenarioMeta, body: ScenarioBody): void {
  register({ id, ...meta, body })
}

/** `area.subject.behaviour`, lower case, words joined by hyphens. */
export type ScenarioId = `${string}.${string}.${string}`
