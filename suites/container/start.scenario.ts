import {
  type ContainerHandle,
  expect,
  type Fixtures,
  scenario,
  seconds,
  unknownId,
  unlessRefused,
} from 'crivet'

scenario(
  'container.start.running',
  { requirement: 'container.start.runs', keystone: true },
  async ({ sharedPod }) => {
    const container = await sharedPod.create('pause')
    await container.start()
    await expect(container).toBeInState('CONTAINER_RUNNING')
  },
)

scenario(
  'container.start.ends-at-once',
  { requirement: 'container.start.runs' },
  async ({ sharedPod }) => {
    const container = await sharedPod.create('exit 0')
    await container.start()
    expect(['CONTAINER_RUNNING', 'CONTAINER_EXITED']).toContain((await container.status()).state)
    await expect(container).toHaveExited({ code: 0 })
  },
)

scenario(
  'container.start.twice',
  { requirement: 'container.start.twice-is-error' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('ignore-sigterm')
    await container.logged('ready')
    await expect(container.start()).toFailWith()
    await unharmed(container)
  },
)

scenario(
  'container.start.at-once',
  { requirement: 'container.start.twice-is-error', waits: true },
  async ({ sharedPod }) => {
    const container = await sharedPod.create('ignore-sigterm')
    const starts = [1, 2, 3, 4, 5].map(() =>
      unlessRefused(container.start({ deadlineMs: seconds(20) }).then(() => 'started')),
    )
    expect((await Promise.all(starts)).filter(Boolean)).toEqual(['started'])
    await container.logged('ready')
    await unharmed(container)
  },
)

scenario(
  'container.start.exited',
  { requirement: 'container.start.exited-is-error' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('exit 7')
    await container.exited()
    await expect(container.start()).toFailWith()
    await expect(container).toHaveExited({ code: 7 })
  },
)

scenario(
  'container.start.unknown',
  { requirement: 'container.start.unknown-is-error' },
  async ({ cri, sharedPod }) => {
    await expect(cri.startContainer({ container_id: unknownId() })).toFailWith()
    const container = await sharedPod.run('exit 0')
    await container.exited()
    await container.remove()
    await expect(container.start()).toFailWith()
  },
)

// Absent, a directory, not executable.
const NOT_RUNNABLE = ['/no/such/program', '/etc', '/etc/passwd']

async function startOf({ cri, sharedPod }: Pick<Fixtures, 'cri' | 'sharedPod'>, path: string) {
  const config = await sharedPod.containerConfig([], { command: [path] })
  const request = { pod_sandbox_id: sharedPod.id, config, sandbox_config: sharedPod.config }
  return cri.startContainer(await cri.createContainer(request))
}

scenario(
  'container.start.bad-command',
  { requirement: 'container.start.bad-command-fails' },
  async ({ cri, sharedPod }) => {
    for (const path of NOT_RUNNABLE) {
      await expect(startOf({ cri, sharedPod }, path)).toFailWith()
    }
  },
)

scenario(
  'container.start.bad-command-named',
  { requirement: 'container.start.bad-command-named' },
  async ({ cri, sharedPod }) => {
    for (const path of NOT_RUNNABLE) {
      await expect(startOf({ cri, sharedPod }, path)).rejects.toThrow(path)
    }
  },
)

scenario(
  'container.start.failed',
  { requirement: 'container.start.failed-is-not-running' },
  async ({ cri, sharedPod }) => {
    const config = await sharedPod.containerConfig([], { command: ['/no/such/program'] })
    const request = { pod_sandbox_id: sharedPod.id, sandbox_config: sharedPod.config }
    const created = await unlessRefused(cri.createContainer({ ...request, config }))
    if (created) {
      await expect(cri.startContainer(created)).toFailWith()
      const left = await unlessRefused(cri.containerStatus(created))
      if (left) {
        expect(left.status).toMatchObject({
          state: 'CONTAINER_EXITED',
          reason: expect.stringMatching(/./),
          message: expect.stringMatching(/./),
        })
        expect(left.status?.exit_code).not.toBe(0)
        await cri.stopContainer({ ...created, timeout: 0 })
        await cri.removeContainer(created)
      } else {
        const { containers } = await cri.listContainers({ filter: { id: created.container_id } })
        expect(containers).toEqual([])
      }
    }
    const { name } = config.metadata
    const next = await sharedPod.run('exit 0', { metadata: { name, attempt: 1 } })
    await expect(next).toHaveExited({ code: 0 })
  },
)

scenario(
  'container.start.image-removed',
  { requirement: 'container.start.after-image-removal' },
  async ({ cri, image, sharedPod }) => {
    const use = await image.pull(image.own('workload'))
    const container = await sharedPod.create('exit 3', { use })
    await unlessRefused(cri.removeImage({ image: { image: use.id } }))
    await container.start()
    await expect(container).toHaveExited({ code: 3 })
  },
)

/** The container runs, and its process was executed once. */
async function unharmed(container: ContainerHandle): Promise<void> {
  const { processes } = await container.inspect()
  expect(processes.filter(({ args }) => args.includes('ignore-sigterm'))).toHaveLength(1)
  await expect(container).toBeInState('CONTAINER_RUNNING')
  expect(await container.log()).toHaveLength(1)
}
