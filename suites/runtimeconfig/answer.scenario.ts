import { expect, scenario } from 'crivet'

scenario(
  'runtimeconfig.answer.cgroup-driver',
  { requirement: 'runtimeconfig.cgroup-driver-truthful' },
  async ({ cri, host, sharedPod, unique }) => {
    const mark = unique('driver')
    await sharedPod.run(['sleep', 'infinity', mark])
    const cgroups = host.read(`/proc/${await host.processes.one(mark)}/cgroup`)
    const { linux } = await cri.runtimeConfig({})
    expect(linux?.cgroup_driver).toBe(/\.scope$/m.test(cgroups) ? 'SYSTEMD' : 'CGROUPFS')
  },
)

scenario(
  'runtimeconfig.answer.static',
  { requirement: 'runtimeconfig.static' },
  async ({ cri, pods }) => {
    const before = await cri.runtimeConfig({})
    const pod = await pods.run()
    await pod.run('pause')
    expect(await cri.runtimeConfig({})).toEqual(before)
  },
)
