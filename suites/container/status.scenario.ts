import {
  type ContainerHandle,
  eventually,
  expect,
  type Fixtures,
  scenario,
  seconds,
  unknownId,
} from 'crivet'

scenario(
  'container.status.identity',
  { requirement: 'container.status.identity' },
  async ({ sharedPod }) => {
    const container = await sharedPod.create('pause', { metadata: { attempt: 2 } })
    expect(await container.status()).toMatchObject({
      id: container.id,
      metadata: container.config.metadata,
    })
  },
)

scenario(
  'container.status.unknown',
  { requirement: 'grpc.not-found-code' },
  async ({ cri, sharedPod }) => {
    await expect(cri.containerStatus({ container_id: unknownId() })).toFailWith('NOT_FOUND')
    const container = await sharedPod.run('exit 0')
    await container.exited()
    await container.remove()
    await expect(container.status()).toFailWith('NOT_FOUND')
  },
)

scenario(
  'container.status.exit-code',
  { requirement: 'container.status.exit-code' },
  async ({ sharedPod }) => {
    for (const code of [0, 1, 42, 126, 127, 254, 255]) {
      await expect(await sharedPod.run(`exit ${code}`)).toHaveExited({ code })
    }
  },
)

scenario(
  'container.status.exit-by-signal',
  { requirement: 'container.status.exit-code' },
  async ({ pods }) => {
    // The first process of a PID namespace cannot die of its own signal.
    const pod = await pods.run({
      linux: { security_context: { namespace_options: { pid: 'POD' } } },
    })
    for (const [name, number] of Object.entries({ HUP: 1, INT: 2, KILL: 9, TERM: 15 })) {
      await expect(await pod.run(`signal-self ${name}`)).toHaveExited({ code: 128 + number })
    }
  },
)

scenario(
  'container.status.exit-noticed',
  { requirement: 'container.status.exit-noticed' },
  async ({ cri, sharedPod }) => {
    const lateMs = (finishedAt: bigint) => Date.now() - Number(finishedAt / 1_000_000n)
    const asked = await sharedPod.run('sleep 1')
    expect(lateMs((await asked.exited()).finished_at)).toBeWithin(0, seconds(5))
    // By its list alone: nothing else makes the runtime look.
    const listed = await sharedPod.run('sleep 1')
    await eventually('stateChange', async () => {
      const { containers } = await cri.listContainers({ filter: { id: listed.id } })
      expect(containers).toMatchObject([{ state: 'CONTAINER_EXITED' }])
    })
    const { state, finished_at } = await listed.status()
    expect(state).toBe('CONTAINER_EXITED')
    expect(lateMs(finished_at)).toBeWithin(0, seconds(5))
  },
)

scenario(
  'container.status.reason',
  { requirement: 'container.status.reason-completed' },
  async ({ sharedPod }) => {
    const [good, bad] = [await sharedPod.run('exit 0'), await sharedPod.run('exit 5')]
    await expect(good).toHaveExited({ code: 0, reason: 'Completed' })
    await expect(bad).toHaveExited({ code: 5, reason: 'Error' })
  },
)

scenario(
  'container.status.out-of-memory',
  { requirement: 'container.status.oom' },
  async ({ host, sharedPod }) => {
    const container = await beyondItsLimit('alloc', { host, sharedPod })
    await expect(container).toHaveExited(OUT_OF_MEMORY)
  },
)

scenario(
  'container.status.killed',
  { requirement: 'container.status.no-false-oom' },
  async ({ host, sharedPod, unique }) => {
    const mark = unique('killed')
    const killed = await sharedPod.run(['sleep', 'infinity', mark])
    process.kill(await host.processes.one(mark), 'SIGKILL')
    const stopped = await sharedPod.run('ignore-sigterm')
    await stopped.logged('ready')
    await stopped.stop({ timeout: 0 })
    for (const container of [killed, stopped]) {
      await expect(container).toHaveExited({ code: 137 })
      expect((await container.status()).reason).not.toBe('OOMKilled')
    }
  },
)

scenario(
  'container.status.out-of-memory-child',
  { requirement: 'container.status.oom-child' },
  async ({ host, sharedPod }) => {
    const groupKill = { 'memory.oom.group': '1' }
    const container = await beyondItsLimit('alloc-child', { host, sharedPod }, groupKill)
    await expect(container).toHaveExited(OUT_OF_MEMORY)
  },
)

const OUT_OF_MEMORY = { code: 137, reason: 'OOMKilled' }

/** A container that exceeds its limit of memory once StartContainer has answered. */
async function beyondItsLimit(
  verb: 'alloc' | 'alloc-child',
  { host, sharedPod }: Pick<Fixtures, 'host' | 'sharedPod'>,
  unified: Readonly<Record<string, string>> = {},
): Promise<ContainerHandle> {
  const folder = host.folder()
  const container = await sharedPod.run(`${verb} 256Mi --after /turn/mine`, {
    mounts: [{ container_path: '/turn', host_path: folder }],
    linux: { resources: { memory_limit_in_bytes: 64 * 1024 * 1024, unified } },
  })
  host.write(`${folder}/mine`, '')
  return container
}

scenario(
  'container.status.image-name',
  { requirement: 'container.status.image-user-spec' },
  async ({ image, sharedPod, unique }) => {
    const place = { name: 'workload', nonce: unique('two-tags') }
    const tags = ['one', 'two'].map((tag) => image.reference({ ...place, tag }))
    const pulled = await Promise.all(tags.map((tag) => image.pull(tag)))
    for (const use of pulled) {
      const container = await sharedPod.create('pause', { use })
      const told = (await container.status()).image
      expect([told?.image, told?.user_specified_image]).toContain(use.reference)
    }
  },
)

scenario(
  'container.status.image-ref-agrees',
  { requirement: 'container.status.image-ref-agrees' },
  async ({ cri, image, sharedPod, unique }) => {
    const place = { name: 'index', nonce: unique('refs') }
    const tagged = image.reference(place)
    const { indexDigest, manifestDigest } = await image.facts(tagged)
    const digested = [indexDigest, manifestDigest].map((digest) =>
      image.reference({ ...place, digest: digest ?? '' }),
    )
    const pulled = await Promise.all([tagged, ...digested].map((asked) => image.pull(asked)))
    for (const use of pulled) {
      const container = await sharedPod.create('pause', { use })
      const { image_ref } = await container.status()
      const { containers } = await cri.listContainers({ filter: { id: container.id } })
      expect(containers.map((it) => it.image_ref)).toEqual([image_ref])
    }
  },
)
