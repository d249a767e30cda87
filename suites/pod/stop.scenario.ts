import { againIfLate, expect, scenario, unknownId, unlessRefused } from 'crivet'

scenario('pod.stop.not-ready', { requirement: 'pod.stop.state-notready' }, async ({ cri, pod }) => {
  await pod.stop()
  await expect(pod).toBeInState('SANDBOX_NOTREADY')
  const { items } = await cri.listPodSandbox({ filter: { id: pod.id } })
  expect(items).toMatchObject([{ id: pod.id, state: 'SANDBOX_NOTREADY' }])
})

scenario(
  'pod.stop.kills-containers',
  { requirement: 'pod.stop.kills-containers', waits: true },
  async ({ host, pod, unique }) => {
    const mark = unique('stopped')
    const containers = await Promise.all([
      pod.run(['ignore-sigterm', mark]),
      pod.run(['pause', mark]),
      pod.run(['sleep', 'infinity', mark]),
    ])
    await containers[0].logged('ready')
    await againIfLate((options) => pod.stop(options))
    expect(host.processes.with(mark)).toEqual([])
    for (const container of containers) await expect(container).toBeInState('CONTAINER_EXITED')
  },
)

scenario('pod.stop.twice', { requirement: 'pod.stop.idempotent' }, async ({ pod }) => {
  await pod.stop()
  await pod.stop()
  await pod.stop()
  await expect(pod).toBeInState('SANDBOX_NOTREADY')
})

// Which of the calls meet is chance: a race shows with one pod in ten or so.
scenario(
  'pod.stop.at-once',
  { requirement: 'pod.stop.at-once', timeout: 'longScenario' },
  async ({ pods }) => {
    for (let tries = 0; tries < 40; tries++) {
      const pod = await pods.run()
      await Promise.all(Array.from({ length: 10 }, () => pod.stop()))
      await expect(pod).toBeInState('SANDBOX_NOTREADY')
      await pod.remove()
    }
  },
)

scenario('pod.stop.removed', { requirement: 'pod.stop.idempotent' }, async ({ cri, pod }) => {
  await pod.stop()
  await pod.remove()
  await pod.stop()
  await cri.stopPodSandbox({ pod_sandbox_id: unknownId() })
})

scenario(
  'pod.stop.results-kept',
  { requirement: 'pod.stop.stopped-containers-keep-result' },
  async ({ pod }) => {
    const container = await pod.run('exit 7')
    const { exit_code, started_at, finished_at } = await container.exited()
    expect(exit_code).toBe(7)
    await pod.stop()
    expect(await container.status()).toMatchObject({
      state: 'CONTAINER_EXITED',
      exit_code,
      started_at,
      finished_at,
    })
  },
)

scenario(
  'pod.stop.no-start-afterwards',
  { requirement: 'pod.stop.no-start-afterwards' },
  async ({ cri, pod }) => {
    const created = await pod.create('pause')
    await againIfLate((options) => pod.stop(options))
    await expect(created.start()).toFailWith()
    expect((await created.status()).state).not.toBe('CONTAINER_RUNNING')
    const request = { pod_sandbox_id: pod.id, config: await pod.containerConfig('pause') }
    const late = await unlessRefused(
      cri.createContainer({ ...request, sandbox_config: pod.config }),
    )
    if (late) await expect(cri.startContainer(late)).toFailWith()
  },
)
