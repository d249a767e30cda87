import { expect, scenario, unlessRefused } from 'crivet'

const MIB = 1024 * 1024

scenario(
  'resources.unified.written',
  { requirement: 'resources.unified', needs: [] },
  async ({ cri, sharedPod }) => {
    const given = {
      'memory.high': String(96 * MIB),
      'memory.low': String(8 * MIB),
      'pids.max': '1234',
    }
    const resources = { memory_limit_in_bytes: 128 * MIB, unified: given }
    const container = await sharedPod.run('pause', { linux: { resources } })
    expect((await container.inspect()).cgroup.files).toMatchObject(given)
    const linux = { unified: { ...given, 'memory.high': String(64 * MIB) } }
    await cri.updateContainerResources({ container_id: container.id, linux })
    expect((await container.inspect()).cgroup.files).toMatchObject(linux.unified)
  },
)

// On a host with cgroup v1 each of them is refused for that alone.
scenario(
  'resources.unified.refused',
  { requirement: 'resources.unified-bad' },
  async ({ cri, sharedPod }) => {
    const { version } = (await (await sharedPod.run('inspect')).inspected()).cgroup
    const bad = [{ 'crivet.no-such-file': '1' }, { '../memory.high': '96000000' }]
    const refused = version === 1 ? [...bad, { 'memory.high': '96000000' }] : bad
    for (const unified of refused) {
      const config = await sharedPod.containerConfig('pause', { linux: { resources: { unified } } })
      const request = { pod_sandbox_id: sharedPod.id, config, sandbox_config: sharedPod.config }
      const created = await unlessRefused(cri.createContainer(request))
      if (created) await expect(cri.startContainer(created), JSON.stringify(unified)).toFailWith()
    }
  },
)
