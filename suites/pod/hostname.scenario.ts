import { expect, scenario } from 'crivet'

const HOST_NETWORK = {
  hostname: '',
  linux: { security_context: { namespace_options: { network: 'NODE' } } },
} as const

scenario('pod.hostname.seen', { requirement: 'pod.run.hostname' }, async ({ pods }) => {
  for (const hostname of ['short-name', 'h'.repeat(63)]) {
    const pod = await pods.run({ hostname })
    for (const container of [await pod.run('pause'), await pod.run('pause')]) {
      const inside = await container.inspect('--sysctl', 'kernel.hostname')
      expect(inside.hostname).toBe(hostname)
      expect(inside.sysctls['kernel.hostname']).toBe(hostname)
    }
  }
})

scenario(
  'pod.hostname.etc-file',
  { requirement: 'pod.run.hostname.etc-file' },
  async ({ pods }) => {
    for (const overrides of [{ hostname: 'written-down' }, HOST_NETWORK]) {
      const pod = await pods.run(overrides)
      for (const container of [await pod.run('pause'), await pod.run('pause')]) {
        const { hostname, etcHostname } = await container.inspect()
        expect(etcHostname).toBe(`${hostname}\n`)
      }
    }
  },
)

scenario(
  'pod.hostname.host-network',
  { requirement: 'pod.run.hostname.host-network' },
  async ({ host, pods }) => {
    const before = host.read('/proc/sys/kernel/hostname')
    const pod = await pods.run(HOST_NETWORK)
    const { hostname } = await (await pod.run('pause')).inspect()
    expect(hostname).toBe(before.trim())
    expect(host.read('/proc/sys/kernel/hostname')).toBe(before)
  },
)
