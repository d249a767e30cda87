import {
  type ContainerHandle,
  elapsed,
  eventually,
  expect,
  type Fixtures,
  scenario,
  seconds,
  unknownId,
  unlessRefused,
} from 'crivet'

scenario(
  'container.stop.graceful',
  { requirement: 'container.stop.graceful' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('on-signal TERM=7')
    await container.logged('ready')
    expect(await elapsed(() => container.stop({ timeout: 30 }))).toBeWithin(0, seconds(15))
    await expect(container).toHaveExited({ code: 7 })
  },
)

scenario(
  'container.stop.default-signal',
  { requirement: 'container.stop.default-signal-term' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('on-signal HUP=1 INT=2 QUIT=3 USR1=10 USR2=12 TERM=15')
    await container.logged('ready')
    await container.stop({ timeout: 30 })
    await expect(container).toHaveExited({ code: 15 })
  },
)

scenario(
  'container.stop.image-signal',
  { requirement: 'container.stop.image-signal' },
  async ({ image, sharedPod }) => {
    const container = await sharedPod.run([], { use: await image.shared('stop-signal') })
    await container.logged('ready')
    await container.stop({ timeout: 30 })
    await expect(container).toHaveExited({ code: 31 })
  },
)

scenario(
  'container.stop.forced-after-grace',
  { requirement: 'container.stop.forced', also: ['container.status.exit-code'], waits: true },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('ignore-sigterm')
    await container.logged('ready')
    expect(await elapsed(() => container.stop({ timeout: 2 }))).toBeWithin(seconds(2), seconds(12))
    await expect(container).toHaveExited({ code: 137 })
  },
)

scenario(
  'container.stop.zero-timeout',
  { requirement: 'container.stop.zero-timeout' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('ignore-sigterm')
    await container.logged('ready')
    expect(await elapsed(() => container.stop({ timeout: 0 }))).toBeWithin(0, seconds(5))
    await expect(container).toHaveExited({ code: 137 })
  },
)

scenario(
  'container.stop.negative-timeout',
  { requirement: 'container.stop.zero-timeout' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('ignore-sigterm')
    await container.logged('ready')
    const stopped = await unlessRefused(container.stop({ timeout: -1 }).then(() => 'stopped'))
    if (stopped) await expect(container).toBeInState('CONTAINER_EXITED')
    else await expect(container).toBeInState('CONTAINER_RUNNING')
  },
)

scenario('container.stop.twice', { requirement: 'container.stop.idempotent' }, async ({ pod }) => {
  const container = await pod.run('exit 7')
  const { exit_code, created_at, started_at, finished_at } = await container.exited()
  const result = { state: 'CONTAINER_EXITED', exit_code, created_at, started_at, finished_at }
  for (const timeout of [0, 2, 0]) await container.stop({ timeout })
  expect(await container.status()).toMatchObject({ ...result, exit_code: 7 })
  await pod.stop()
  await container.stop({ timeout: 0 })
  expect(await container.status()).toMatchObject(result)
})

scenario(
  'container.stop.removed',
  { requirement: 'container.stop.idempotent' },
  async ({ cri, sharedPod }) => {
    const container = await sharedPod.run('exit 0')
    await container.exited()
    await container.remove()
    await container.stop({ timeout: 0 })
    await cri.stopContainer({ container_id: unknownId(), timeout: 0 })
  },
)

scenario(
  'container.stop.created',
  { requirement: 'container.stop.created-ok' },
  async ({ sharedPod }) => {
    const container = await sharedPod.create('pause')
    await container.stop({ timeout: 1 })
    const { state, started_at } = await container.status()
    expect(state).not.toBe('CONTAINER_RUNNING')
    expect(started_at).toBeLessThanOrEqual(0n)
    await container.remove()
  },
)

scenario(
  'container.stop.status-during-grace',
  { requirement: 'container.stop.status-during-grace' },
  async ({ cri, sharedPod }) => {
    const container = await sharedPod.run('on-signal TERM=continue USR1=5')
    await container.logged('ready')
    const stop = container.stop({ timeout: 30 })
    await container.logged('got TERM')
    const took = await elapsed(async () => {
      await expect(container).toBeInState('CONTAINER_RUNNING')
      const { containers } = await cri.listContainers({ filter: { id: container.id } })
      expect(containers).toMatchObject([{ state: 'CONTAINER_RUNNING' }])
    })
    expect(took).toBeWithin(0, seconds(2))
    await Promise.all([stop, container.stop({ timeout: 0 })])
    await eventually('stateChange', () => expect(container).toBeInState('CONTAINER_EXITED'))
  },
)

// What comes first is chance: the process's end, or the kill.
scenario(
  'container.stop.self-exit-race',
  { requirement: 'container.stop.self-exit-race', timeout: 'longScenario' },
  async ({ sharedPod }) => {
    for (let tries = 0; tries < 40; tries++) {
      const container = await sharedPod.run('exit 7')
      // Each look takes some milliseconds: the stops come before, with and after the end.
      for (let looks = 0; looks < 4 * (tries % 10); looks++) await container.status()
      await container.stop({ timeout: 0 })
      // With 2 a Go program ends that a TERM cannot kill, being the first process; 143 is its own answer to a TERM.
      expect([7, 137, 143, 2]).toContain((await container.exited()).exit_code)
      await container.remove()
    }
  },
)

async function stillRuns(container: ContainerHandle): Promise<void> {
  // A command tells how time goes by inside.
  expect((await container.exec('sleep 3')).exitCode).toBe(0)
  await expect(container).toBeInState('CONTAINER_RUNNING')
}

scenario(
  'container.stop.cancelled',
  { requirement: 'container.stop.cancelled', waits: true },
  async ({ sharedPod }) => {
    const [left, late] = [
      await sharedPod.run('on-signal TERM=continue'),
      await sharedPod.run('on-signal TERM=continue'),
    ]
    await Promise.all([left.logged('ready'), late.logged('ready')])
    const leaving = new AbortController()
    const stops = Promise.allSettled([
      left.stop({ timeout: 30, signal: leaving.signal }),
      late.stop({ timeout: 30, deadlineMs: seconds(3) }),
    ])
    await Promise.all([left.logged('got TERM'), late.logged('got TERM')])
    leaving.abort()
    expect((await stops).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await Promise.all([stillRuns(left), stillRuns(late)])
    for (const container of [left, late]) {
      const took = await elapsed(() => container.stop({ timeout: 1 }))
      expect(took).toBeWithin(seconds(1), seconds(10))
      await expect(container).toHaveExited({ code: 137 })
    }
  },
)

/** Stops containers whose main process ends by TERM, and whose others do not: detached, or orphans. */
async function stopTrees({ host, pods, unique }: TreeFixtures, pid: 'CONTAINER' | 'POD' | 'NODE') {
  const pod = await pods.run({ linux: { security_context: { namespace_options: { pid } } } })
  for (const kind of ['--ignore-term', '--orphans']) {
    const mark = unique('tree')
    const container = await pod.run(['spawn', '2', '--setsid', kind, mark])
    await eventually('workload', () => expect(host.processes.with(mark)).toHaveLength(3))
    await container.stop({ timeout: 2 })
    await host.processes.noneWith(mark)
    await expect(container).toBeInState('CONTAINER_EXITED')
  }
}

type TreeFixtures = Pick<Fixtures, 'host' | 'pods' | 'unique'>

scenario(
  'container.stop.whole-tree',
  { requirement: 'container.stop.whole-process-tree' },
  async ({ host, pods, unique }) => stopTrees({ host, pods, unique }, 'CONTAINER'),
)

scenario(
  'container.stop.whole-tree-in-pod-pid',
  { requirement: 'container.stop.whole-process-tree' },
  async ({ host, pods, unique }) => stopTrees({ host, pods, unique }, 'POD'),
)

scenario(
  'container.stop.whole-tree-in-node-pid',
  { requirement: 'container.stop.whole-process-tree' },
  async ({ host, pods, unique }) => stopTrees({ host, pods, unique }, 'NODE'),
)

scenario(
  'container.stop.parallel',
  { requirement: 'container.stop.parallel', waits: true },
  async ({ sharedPod }) => {
    // One after another they would take 40 and 30 seconds.
    for (const timeouts of [Array<number>(10).fill(4), [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]]) {
      const container = await sharedPod.run('ignore-sigterm')
      await container.logged('ready')
      const stops = timeouts.map((timeout) => container.stop({ timeout }))
      const took = await elapsed(() => Promise.all(stops))
      expect(took).toBeWithin(seconds(1), seconds(Math.max(...timeouts) + 15))
      await expect(container).toHaveExited({ code: 137 })
    }
  },
)

scenario(
  'container.stop.shorter-second-call',
  { requirement: 'container.stop.shorter-second-call', waits: true },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('on-signal TERM=continue')
    await container.logged('ready')
    const first = container.stop({ timeout: 60 })
    await container.logged('got TERM')
    const both = () => Promise.all([first, container.stop({ timeout: 1 })])
    expect(await elapsed(both)).toBeWithin(0, seconds(15))
    await expect(container).toHaveExited({ code: 137 })
  },
)
