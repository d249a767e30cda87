import {
  AWKWARD_ANNOTATIONS,
  expect,
  type RuntimeFixture,
  type ScenarioBody,
  scenario,
} from 'crivet'

const AWKWARD = { labels: { 'crivet/kept': 'Ünïcode ✓' }, annotations: AWKWARD_ANNOTATIONS }

const survives =
  (goesDownAndUp: (runtime: RuntimeFixture) => Promise<void>): ScenarioBody =>
  async ({ cri, pods, runtime }) => {
    const [pod, stopped] = [await pods.run(AWKWARD), await pods.run()]
    await stopped.stop()
    const containers = [
      await pod.run('pause'),
      await pod.run('exit 3', AWKWARD),
      await pod.create('pause'),
    ]
    await containers[1]?.exited()
    const ids = [pod, stopped, ...containers].map(({ id }) => id)
    const look = async () => {
      const [{ items }, listed] = [await cri.listPodSandbox({}), await cri.listContainers({})]
      const ours = [...items, ...listed.containers].filter(({ id }) => ids.includes(id))
      return [
        ...ours.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id)),
        await pod.status(),
        // It has no network any more: whether its address is still told is left open.
        { ...(await stopped.status()), network: null },
        ...(await Promise.all(containers.map((it) => it.status()))),
      ]
    }
    const before = await look()
    expect(before).toHaveLength(2 * ids.length)
    await goesDownAndUp(runtime)
    const after = await look()
    expect(after.map(withoutTimes)).toEqual(before.map(withoutTimes))
    const times = before.flatMap(timesOf)
    for (const [index, time] of after.flatMap(timesOf).entries()) {
      expect(time, `time ${index}`).toBeCloseTo(times[index] ?? 0, 0)
    }
  }

scenario(
  'restart.objects.survive',
  { requirement: 'restart.objects-survive' },
  survives((runtime) => runtime.restart()),
)

scenario(
  'restart.objects.survive-kill',
  { requirement: 'restart.objects-survive', needs: ['private', 'restart'] },
  survives(async (runtime) => {
    await runtime.kill()
    await runtime.start()
  }),
)

type Timed = Readonly<Partial<Record<'created_at' | 'started_at' | 'finished_at', bigint>>>

function withoutTimes({ created_at: _, started_at: __, finished_at: ___, ...rest }: Timed) {
  return rest
}

// In seconds: a runtime may round what it writes down.
function timesOf({ created_at, started_at, finished_at }: Timed): readonly number[] {
  return [created_at, started_at, finished_at].map((time) => Number(time ?? 0n) / 1e9)
}
