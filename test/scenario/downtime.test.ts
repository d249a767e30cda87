import { describe, expect, test } from 'vitest'
import { whyNotReady } from '../../src/runtimes/readiness.ts'
import type { ScenarioBody } from '../../src/scenario/definition.ts'
import type { Harness } from '../../src/scenario/harness.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { eventually } from '../../src/scenario/waits.ts'
import type { RequirementId } from '../../src/spec/requirement.ts'
import { installedRuntimes } from '../runtimes/installed.ts'
import { launchedHarness } from './launched-harness.ts'

describe.each(installedRuntimes())('$name', ({ kind, binary }) => {
  test('a scenario that leaves the daemon down and the network broken: all is whole after it', {
    timeout: 120_000,
  }, async () => {
    const harness = await launchedHarness(kind, binary)
    // The subscription that scenarios share is opened here, where the runtime has one.
    const before = await runBody(harness, 'before', seesEvents, 'events.lifecycle')
    expect(['pass', 'unsupported']).toContain(before.outcome)
    const down = await runBody(harness, 'down', async ({ cni, pod, runtime }) => {
      await pod.run('pause')
      cni.breakPlugin('DEL', 'at once')
      cni.takeConfigAway()
      await runtime.kill()
      throw new Error('left so')
    })
    expect(down).toEqual({ outcome: 'error', message: 'left so', leftovers: [] })
    expect(await whyNotReady(harness.connection.cri)).toBeUndefined()
    expect(await runBody(harness, 'after', seesEvents, 'events.lifecycle')).toEqual(before)
    expect(await harness.close()).toMatchObject({ leftovers: [], unhandled: [] })
  })
})

const seesEvents: ScenarioBody = async ({ events, sharedPod }) => {
  const container = await sharedPod.create('pause')
  await eventually('event', () => expect(events.of(container.id)).toHaveLength(1))
}

async function runBody(
  harness: Harness,
  key: string,
  body: ScenarioBody,
  requirement: RequirementId = 'restart.objects-survive',
) {
  const definition = { id: `restart.${key}.body`, requirement, body } as const
  const result = await runScenario(definition, harness, key, new AbortController().signal)
  const { outcome, message, evidence } = result
  return { outcome, message, leftovers: evidence?.leftovers ?? [] }
}
