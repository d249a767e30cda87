import { elapsed, eventually, expect, scenario, seconds, unknownId, unlessRefused } from 'crivet'

const MIB = 1024 * 1024

scenario(
  'update.resources.applied',
  { requirement: 'update.applies' },
  async ({ cri, host, sharedPod, unique }) => {
    const mark = unique('updated')
    const resources = { cpu_shares: 512, memory_limit_in_bytes: 128 * MIB, cpuset_cpus: '0' }
    const container = await sharedPod.run(['sleep', 'infinity', mark], {
      linux: { resources: { cpu_shares: 256, memory_limit_in_bytes: 256 * MIB } },
    })
    const pid = await host.processes.one(mark)
    const { started_at } = await container.status()
    await cri.updateContainerResources({ container_id: container.id, linux: resources })
    const { cgroup } = await container.inspect()
    expect(cgroup.limits).toMatchObject({ memoryBytes: 128 * MIB, cpusetCpus: '0' })
    const status = await container.status()
    expect(status.resources?.linux).toMatchObject({
      cpu_shares: 512n,
      memory_limit_in_bytes: BigInt(128 * MIB),
      cpuset_cpus: '0',
    })
    expect(status).toMatchObject({ state: 'CONTAINER_RUNNING', started_at })
    expect(host.processes.with(mark)).toEqual([pid])
  },
)

scenario('update.resources.cpu', { requirement: 'update.applies' }, async ({ cri, sharedPod }) => {
  const container = await sharedPod.run('pause', {
    linux: { resources: { cpu_shares: 256, cpu_period: 100_000, cpu_quota: 20_000 } },
  })
  const before = (await container.inspect()).cgroup.limits
  const linux = { cpu_shares: 1024, cpu_period: 50_000, cpu_quota: 40_000 }
  await cri.updateContainerResources({ container_id: container.id, linux })
  const { version, limits } = (await container.inspect()).cgroup
  expect(limits).toMatchObject({ cpuPeriodUs: 50_000, cpuQuotaUs: 40_000 })
  if (version === 1) expect(limits.cpuShares).toBe(1024)
  else expect(limits.cpuWeight).toBeGreaterThan(before.cpuWeight ?? Number.POSITIVE_INFINITY)
  expect((await container.status()).resources?.linux).toMatchObject({
    cpu_shares: 1024n,
    cpu_period: 50_000n,
    cpu_quota: 40_000n,
  })
})

scenario(
  'update.resources.partial',
  { requirement: 'update.partial-keeps-rest' },
  async ({ cri, sharedPod }) => {
    const container = await sharedPod.run('pause', { linux: { resources: GIVEN } })
    const before = (await container.inspect()).cgroup.limits
    const told = (await container.status()).resources?.linux
    await cri.updateContainerResources({
      container_id: container.id,
      linux: { cpuset_cpus: '0' },
    })
    const { limits } = (await container.inspect()).cgroup
    expect(limits).toEqual({ ...before, cpusetCpus: '0' })
    expect((await container.status()).resources?.linux).toEqual({ ...told, cpuset_cpus: '0' })
  },
)

scenario(
  'update.resources.refused',
  { requirement: 'update.transactional' },
  async ({ cri, sharedPod }) => {
    const container = await sharedPod.run('pause')
    const { resources } = await container.status()
    await expect(
      cri.updateContainerResources({
        container_id: container.id,
        linux: { cpu_shares: 512, cpuset_cpus: '100000' },
      }),
    ).toFailWith()
    expect((await container.status()).resources).toEqual(resources)
    await expect(container).toBeInState('CONTAINER_RUNNING')
  },
)

scenario(
  'update.resources.created',
  { requirement: 'update.created' },
  async ({ cri, sharedPod }) => {
    const container = await sharedPod.create('inspect', {
      linux: { resources: { memory_limit_in_bytes: 256 * MIB } },
    })
    await cri.updateContainerResources({
      container_id: container.id,
      linux: { memory_limit_in_bytes: 128 * MIB },
    })
    await container.start()
    expect((await container.inspected()).cgroup.limits.memoryBytes).toBe(128 * MIB)
  },
)

scenario(
  'update.resources.exited',
  { requirement: 'update.exited' },
  async ({ cri, sharedPod }) => {
    const linux = { cpu_shares: 512 }
    await expect(cri.updateContainerResources({ container_id: unknownId(), linux })).toFailWith()
    const container = await sharedPod.run('exit 7')
    const { exit_code, finished_at } = await container.exited()
    await unlessRefused(cri.updateContainerResources({ container_id: container.id, linux }))
    const after = await container.status()
    expect(after).toMatchObject({ state: 'CONTAINER_EXITED', exit_code, finished_at })
  },
)

scenario(
  'update.resources.reported',
  { requirement: 'container.status.resources' },
  async ({ sharedPod }) => {
    const resources = { ...GIVEN, cpuset_cpus: '0' }
    const container = await sharedPod.run('pause', { linux: { resources } })
    expect((await container.status()).resources?.linux).toMatchObject({
      cpu_shares: BigInt(GIVEN.cpu_shares),
      cpu_period: BigInt(GIVEN.cpu_period),
      cpu_quota: BigInt(GIVEN.cpu_quota),
      memory_limit_in_bytes: BigInt(GIVEN.memory_limit_in_bytes),
      cpuset_cpus: '0',
    })
  },
)

scenario(
  'update.resources.annotations',
  { requirement: 'update.annotations-inert' },
  async ({ cri, sharedPod }) => {
    const annotations = { 'crivet/given': 'once' }
    const container = await sharedPod.run('pause', { annotations })
    await cri.updateContainerResources({
      container_id: container.id,
      linux: { cpu_shares: 512 },
      annotations: { 'crivet/unknown': 'any', 'crivet/given': 'twice' },
    })
    expect((await container.status()).annotations).toEqual(container.config.annotations)
  },
)

scenario(
  'update.resources.rolled-back',
  { requirement: 'update.rolls-back', needs: [] },
  async ({ cri, sharedPod }) => {
    const container = await sharedPod.run('pause', { linux: { resources: GIVEN } })
    const before = (await container.inspect()).cgroup.limits
    for (const impossible of [{ cpuset_cpus: '100000' }, { cpuset_mems: '100000' }]) {
      const linux = { cpu_shares: 256, memory_limit_in_bytes: 256 * MIB, ...impossible }
      await expect(cri.updateContainerResources({ container_id: container.id, linux })).toFailWith()
      expect((await container.inspect()).cgroup.limits).toEqual(before)
    }
  },
)

scenario(
  'update.resources.shrunk',
  { requirement: 'update.shrink-below-usage', needs: [] },
  async ({ cri, sharedPod }) => {
    const given = { memory_limit_in_bytes: 256 * MIB, memory_swap_limit_in_bytes: 256 * MIB }
    const less = { memory_limit_in_bytes: 50 * MIB, memory_swap_limit_in_bytes: 50 * MIB }
    const container = await sharedPod.run('alloc 128Mi --hold', { linux: { resources: given } })
    await container.logged('ready')
    const request = { container_id: container.id, linux: less }
    const done = await unlessRefused(cri.updateContainerResources(request).then(() => less))
    const { memory_limit_in_bytes } = done ?? given
    // With cgroup v2 the kernel makes room by a kill, which a status may tell later.
    await eventually('stateChange', async () => {
      const { resources, state } = await container.status()
      expect(resources?.linux).toMatchObject({
        memory_limit_in_bytes: BigInt(memory_limit_in_bytes),
      })
      if (state === 'CONTAINER_EXITED') expect(done).toBe(less)
      else expect((await container.inspect()).cgroup.limits.memoryBytes).toBe(memory_limit_in_bytes)
    })
  },
)

// One that an update has locked for good, or for long, is what a kubelet must not meet.
scenario(
  'update.resources.meanwhile',
  { requirement: 'update.does-not-block', needs: ['serial'], timeout: 'longScenario' },
  async ({ cri, sharedPod }) => {
    const container = await sharedPod.run('pause', { linux: { resources: GIVEN } })
    const { id: container_id } = container
    let updating = true
    const updates = (async () => {
      for (let count = 1; count <= 100; count++) {
        const impossible = count % 10 === 0
        const linux = { cpu_shares: 256 + count, ...(impossible ? { cpuset_cpus: '100000' } : {}) }
        const update = cri.updateContainerResources({ container_id, linux })
        await (impossible ? expect(update).toFailWith() : update)
      }
    })().finally(() => {
      updating = false
    })
    while (updating) {
      expect(await elapsed(() => container.status())).toBeWithin(0, seconds(5))
      const list = () => cri.listContainers({ filter: { id: container_id } })
      expect(await elapsed(list)).toBeWithin(0, seconds(5))
      expect(await elapsed(() => container.exec('exit 0'))).toBeWithin(0, seconds(10))
    }
    await updates
  },
)

const GIVEN = {
  cpu_shares: 512,
  cpu_period: 100_000,
  cpu_quota: 50_000,
  memory_limit_in_bytes: 128 * MIB,
}
