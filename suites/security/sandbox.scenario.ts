import { expect, scenario } from 'crivet'

const as = <const T>(security_context: T) => ({ linux: { security_context } })

scenario(
  'security.sandbox.group-alone',
  { requirement: 'security.sandbox.group-needs-user' },
  async ({ cri, pods, target }) => {
    const config = pods.config(as({ run_as_group: { value: 2000 } }))
    await expect(cri.runPodSandbox({ config, runtime_handler: target.handler })).toFailWith()
  },
)

scenario(
  'security.sandbox.not-inherited',
  { requirement: 'security.sandbox.not-inherited' },
  async ({ pods, sharedPod }) => {
    const pod = await pods.run(
      as({
        run_as_user: { value: 1000 },
        run_as_group: { value: 2000 },
        readonly_rootfs: true,
        seccomp: { profile_type: 'RuntimeDefault' },
      }),
    )
    const [container, elsewhere] = [await pod.run('pause'), await sharedPod.run('pause')]
    const { seccompMode, securityLabel, noNewPrivs } = await elsewhere.inspect()
    const inside = await container.inspect()
    expect(inside).toMatchObject({ uid: 0, gid: 0, seccompMode, securityLabel, noNewPrivs })
    expect(await container.ask('touch-test /')).toMatchObject({ ok: true })
  },
)

scenario(
  'security.sandbox.user',
  { requirement: 'security.sandbox.user' },
  async ({ host, pods, unique }) => {
    const pod = await pods.run(as({ run_as_user: { value: 1000 }, run_as_group: { value: 2000 } }))
    const mark = unique('sandbox')
    await pod.run(['sleep', 'infinity', mark])
    const pid = await host.processes.one(mark)
    const own = host.processes.sharing('net', pid).filter((each) => each !== pid)
    expect(own).not.toEqual([])
    for (const each of own) {
      const status = host.read(`/proc/${each}/status`)
      expect(status).toMatch(/^Uid:(\t1000){4}$/m)
      expect(status).toMatch(/^Gid:(\t2000){4}$/m)
    }
  },
)

scenario(
  'security.sandbox.groups',
  { requirement: 'security.sandbox.groups' },
  async ({ pods, sharedPod }) => {
    const pod = await pods.run(as({ supplemental_groups: [6000] }))
    const own = (await (await sharedPod.run('pause')).inspect()).groups
    const { groups } = await (await pod.run('pause')).inspect()
    expect([own, [...own, 6000]]).toContainEqual(groups)
  },
)
