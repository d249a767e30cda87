import { expect, scenario, unlessRefused } from 'crivet'

scenario('sysctl.pod.namespaced', { requirement: 'sysctl.namespaced' }, async ({ host, pods }) => {
  const names = ['kernel.shm_rmid_forced', 'kernel.msgmax', 'fs.mqueue.msg_max']
  const before = Object.fromEntries(names.map((name) => [name, host.keptSysctl(name)]))
  const ports = host.keptSysctl('net.ipv4.ip_local_port_range')
  // Others than the host's: one that is on is off here.
  const sysctls = {
    'kernel.shm_rmid_forced': String(1 - Number(before['kernel.shm_rmid_forced'])),
    'kernel.msgmax': String(Number(before['kernel.msgmax']) + 1),
    'fs.mqueue.msg_max': String(Number(before['fs.mqueue.msg_max']) + 1),
  }
  const asked = [...names, 'net.ipv4.ip_local_port_range'].flatMap((it) => ['--sysctl', it])
  const pod = await pods.run({
    linux: { sysctls: { ...sysctls, 'net.ipv4.ip_local_port_range': '20000 20500' } },
  })
  for (const container of [await pod.run('pause'), await pod.run('pause')]) {
    const seen = (await container.inspect(...asked)).sysctls
    expect(seen).toMatchObject(sysctls)
    expect(seen['net.ipv4.ip_local_port_range']?.split(/\s+/)).toEqual(['20000', '20500'])
  }
  for (const name of names) expect(host.sysctl(name), name).toBe(before[name])
  expect(host.sysctl('net.ipv4.ip_local_port_range')).toBe(ports)
})

// One of the whole node, and one each of a namespace that the pod has not of its own.
const OF_THE_NODE = [
  { name: 'vm.stat_interval', namespace_options: {} },
  { name: 'net.core.somaxconn', namespace_options: { network: 'NODE' } },
  { name: 'kernel.shmmni', namespace_options: { ipc: 'NODE' } },
] as const

scenario(
  'sysctl.pod.not-of-node',
  { requirement: 'sysctl.refused' },
  async ({ cri, host, pods, target }) => {
    for (const { name, namespace_options } of OF_THE_NODE) {
      const before = host.keptSysctl(name)
      const config = pods.config({
        hostname: '',
        linux: {
          sysctls: { [name]: String(Number(before) + 1) },
          security_context: { namespace_options },
        },
      })
      await unlessRefused(cri.runPodSandbox({ config, runtime_handler: target.handler }))
      expect(host.sysctl(name), name).toBe(before)
    }
  },
)

scenario(
  'sysctl.pod.unusable',
  { requirement: 'sysctl.unusable-refused', needs: ['host'] },
  async ({ cri, host, pods, target }) => {
    const unusable = {
      unknown: ['net.ipv4.crivet_unknown', '1'],
      'with an invalid value': ['net.ipv4.ip_local_port_range', 'nonsense'],
      // With the value that it has: whoever sets it changes nothing.
      'of the node': ['vm.stat_interval', host.keptSysctl('vm.stat_interval')],
    } as const
    for (const [what, [name, value]] of Object.entries(unusable)) {
      const config = pods.config({ linux: { sysctls: { [name]: value } } })
      const call = cri.runPodSandbox({ config, runtime_handler: target.handler })
      await expect(call, what).toFailWith()
    }
  },
)
