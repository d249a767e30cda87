import {
  type ContainerHandle,
  expect,
  type Inspection,
  type ProcessIdentity,
  parseFacts,
  scenario,
  unlessRefused,
} from 'crivet'

const capable = <const T>(capabilities: T) => ({ linux: { security_context: { capabilities } } })

const COMMON =
  'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE ' +
  'SYS_CHROOT KILL AUDIT_WRITE'

/** The sets of an exec, which those of the main process have to equal. */
async function setsIn(container: ContainerHandle): Promise<Inspection['capabilities']> {
  const main = await container.ask<ProcessIdentity>('identity 1')
  const exec = await container.ask<ProcessIdentity>('identity self')
  expect(main.capabilities, 'the sets of the main process').toEqual(exec.capabilities)
  return (await container.inspect()).capabilities
}

scenario(
  'security.capabilities.default',
  { requirement: 'security.caps.default' },
  async ({ sharedPod }) => {
    const names = COMMON.split(' ').map((name) => `CAP_${name}`)
    const sets = await setsIn(await sharedPod.run('pause'))
    for (const set of Object.values(sets)) expect(names).toEqual(expect.arrayContaining([...set]))
  },
)

scenario(
  'security.capabilities.added',
  { requirement: 'security.caps.add' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause', capable({ add_capabilities: ['NET_ADMIN'] }))
    const { permitted, effective, bounding, ambient } = await setsIn(container)
    for (const set of [permitted, effective, bounding]) expect(set).toContain('CAP_NET_ADMIN')
    expect(ambient).not.toContain('CAP_NET_ADMIN')
  },
)

scenario(
  'security.capabilities.dropped',
  { requirement: 'security.caps.drop' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause', capable({ drop_capabilities: ['CHOWN'] }))
    const sets = await setsIn(container)
    for (const set of Object.values(sets)) expect(set).not.toContain('CAP_CHOWN')
    expect(await container.ask('syscall chown')).toMatchObject({ chown: { errno: 'EPERM' } })
  },
)

scenario(
  'security.capabilities.all-added',
  { requirement: 'security.caps.add-all' },
  async ({ host, sharedPod }) => {
    const all = host.daemonCapabilities()
    for (const drop_capabilities of [[], ['SYS_TIME', 'CHOWN']]) {
      const capabilities = { add_capabilities: ['ALL'], drop_capabilities }
      const sets = await setsIn(await sharedPod.run('pause', capable(capabilities)))
      const dropped = drop_capabilities.map((name) => `CAP_${name}`)
      const expected = all.filter((name) => !dropped.includes(name))
      for (const name of ['effective', 'permitted', 'bounding'] as const)
        expect([...sets[name]].sort(), name).toEqual(expected)
    }
  },
)

scenario(
  'security.capabilities.all-dropped',
  { requirement: 'security.caps.drop-all' },
  async ({ sharedPod }) => {
    const none = capable({ drop_capabilities: ['ALL'] })
    const sets = await setsIn(await sharedPod.run('pause', none))
    expect(Object.values(sets).flat()).toEqual([])
    const one = capable({ drop_capabilities: ['ALL'], add_capabilities: ['NET_BIND_SERVICE'] })
    const { effective, permitted, bounding } = await setsIn(await sharedPod.run('pause', one))
    for (const set of [effective, permitted, bounding])
      expect(set).toEqual(['CAP_NET_BIND_SERVICE'])
  },
)

scenario(
  'security.capabilities.names',
  { requirement: 'security.caps.names' },
  async ({ sharedPod }) => {
    const names = ['AUDIT_WRITE', 'IPC_LOCK', 'NET_ADMIN', 'SYS_ADMIN', 'SYS_PTRACE', 'SYS_NICE']
    const container = await sharedPod.run('pause', capable({ add_capabilities: names }))
    const { effective } = await setsIn(container)
    expect(effective).toEqual(expect.arrayContaining(names.map((name) => `CAP_${name}`)))
  },
)

scenario(
  'security.capabilities.unknown',
  { requirement: 'security.caps.unknown' },
  async ({ cri, sharedPod }) => {
    const unknown = capable({ add_capabilities: ['NO_SUCH_CAPABILITY'] })
    const run = async () => {
      const { container_id } = await cri.createContainer({
        pod_sandbox_id: sharedPod.id,
        config: await sharedPod.containerConfig('pause', unknown),
        sandbox_config: sharedPod.config,
      })
      await cri.startContainer({ container_id })
      return container_id
    }
    const container_id = await unlessRefused(run())
    if (!container_id) return
    const { stdout } = await cri.execSync({ container_id, cmd: ['/workload', 'inspect'] })
    const { capabilities } = parseFacts<Inspection>(Buffer.from(stdout).toString())
    expect(capabilities).toEqual(await setsIn(await sharedPod.run('pause')))
  },
)
