import { expect, scenario } from 'crivet'

const as = <const T>(security_context: T) => ({ linux: { security_context } })
const PRIVILEGED = as({ privileged: true })

// Each container has its own: the console with a terminal only, ptmx as a link.
const OWN = ['/dev/console', '/dev/ptmx']

scenario(
  'security.privileged.capabilities',
  { requirement: 'security.privileged.caps' },
  async ({ host, pods }) => {
    const pod = await pods.run(PRIVILEGED)
    const seccomp = { profile_type: 'RuntimeDefault' as const }
    const container = await pod.run('pause', as({ privileged: true, seccomp }))
    const { capabilities, seccompMode, securityLabel } = await container.inspect()
    const all = host.daemonCapabilities()
    for (const name of ['effective', 'permitted', 'bounding'] as const)
      expect([...capabilities[name]].sort(), name).toEqual(all)
    expect(seccompMode).toBe('disabled')
    // As AppArmor names a profile that confines.
    expect(securityLabel ?? '').not.toMatch(/\((enforce|complain|kill)\)/)
  },
)

scenario(
  'security.privileged.paths',
  { requirement: 'security.privileged.paths' },
  async ({ pods }) => {
    const pod = await pods.run(PRIVILEGED)
    const container = await pod.run('pause', PRIVILEGED)
    const { mounts } = await container.inspect()
    for (const path of ['/proc', '/sys']) {
      const options = mounts.findLast(({ target }) => target === path)?.options
      expect(options, `options of ${path}`).toContain('rw')
    }
    const { masked_paths, readonly_paths } = container.config.linux?.security_context ?? {}
    const covered = [...(masked_paths ?? []), ...(readonly_paths ?? [])]
    expect(covered).not.toEqual([])
    const targets = mounts.map(({ target }) => target)
    expect(covered.filter((path) => targets.includes(path))).toEqual([])
    for (const path of ['/proc/sys/vm/overcommit_memory', '/sys/class/net/lo/mtu'])
      expect(await container.ask(['touch-test', path]), path).toMatchObject({ ok: true })
  },
)

scenario(
  'security.privileged.devices',
  { requirement: 'security.privileged.devices' },
  async ({ host, pods }) => {
    const before = host.devices()
    const pod = await pods.run(PRIVILEGED)
    const container = await pod.run('pause', PRIVILEGED)
    const inside = (await container.inspect()).devices.map(({ path }) => path)
    const after = host.devices()
    const missing = before.filter((path) => after.includes(path) && !inside.includes(path))
    expect(missing.filter((path) => !OWN.includes(path))).toEqual([])
    // The kernel's messages, which a device cgroup withholds by default.
    expect(await container.ask('open-device char 1 11')).toMatchObject({ ok: true })
  },
)

scenario(
  'security.privileged.pod-is-not',
  { requirement: 'security.privileged.needs-sandbox' },
  async ({ sharedPod }) => {
    await expect(sharedPod.create('pause', PRIVILEGED)).toFailWith()
  },
)
