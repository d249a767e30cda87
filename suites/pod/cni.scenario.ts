import { eventually, expect, type ScenarioBody, scenario, unlessRefused } from 'crivet'

scenario('pod.cni.args', { requirement: 'pod.network.cni-args' }, async ({ cni, pods }) => {
  const pod = await pods.run()
  const { name, namespace, uid } = pod.config.metadata
  await pod.stop()
  for (const command of ['ADD', 'DEL']) {
    const calls = cni.calls().filter((it) => it.command === command)
    expect(
      calls.map(({ containerId }) => containerId),
      command,
    ).toContain(pod.id)
    for (const { args } of calls.filter(({ containerId }) => containerId === pod.id)) {
      expect(args, command).toMatchObject({
        K8S_POD_NAMESPACE: namespace,
        K8S_POD_NAME: name,
        K8S_POD_UID: uid,
        K8S_POD_INFRA_CONTAINER_ID: pod.id,
      })
    }
  }
})

const rolledBack =
  (when: 'at once' | 'afterwards'): ScenarioBody =>
  async ({ cni, cri, host, pods, target }) => {
    const [request, before] = [
      { config: pods.config(), runtime_handler: target.handler },
      cni.addresses(),
    ]
    cni.breakPlugin('ADD', when)
    await expect(cri.runPodSandbox(request)).toFailWith()
    const added = cni.calls().filter(({ command }) => command === 'ADD')
    expect(added).not.toEqual([])
    const { containerId, netns } = added[0] ?? { containerId: '', netns: '' }
    await eventually('stateChange', () => {
      const removed = cni.calls().filter(({ command }) => command === 'DEL')
      expect(removed.map((it) => it.containerId)).toContain(containerId)
      expect(cni.addresses()).toEqual(before)
      expect(host.exists(netns), netns).toBe(false)
    })
    await host.processes.noneWith(containerId)
    const { items } = await cri.listPodSandbox({ filter: { state: { state: 'SANDBOX_READY' } } })
    expect(items.map(({ id }) => id)).not.toContain(containerId)
    cni.mendPlugin()
    const { pod_sandbox_id } = await cri.runPodSandbox(request)
    const { status } = await cri.podSandboxStatus({ pod_sandbox_id })
    expect(status).toMatchObject({ state: 'SANDBOX_READY', metadata: request.config.metadata })
    expect(status?.network?.ip).toMatch(/^[0-9a-f.:]+$/)
  }

scenario(
  'pod.cni.failure-at-once',
  { requirement: 'pod.run.network-failure-rolled-back' },
  rolledBack('at once'),
)

scenario(
  'pod.cni.failure-afterwards',
  { requirement: 'pod.run.network-failure-rolled-back' },
  rolledBack('afterwards'),
)

scenario(
  'pod.cni.teardown-failure',
  { requirement: 'pod.stop.network-teardown-failure' },
  async ({ cni, cri, pods }) => {
    const pod = await pods.run()
    const ip = (await pod.status()).network?.ip ?? ''
    expect(cni.addresses()).toContain(ip)
    cni.breakPlugin('DEL', 'at once')
    for (let tries = 0; tries < 3; tries++) {
      await unlessRefused(pod.stop())
      const { items } = await cri.listPodSandbox({ filter: { id: pod.id } })
      expect(items, `after stop ${tries + 1}`).toHaveLength(1)
    }
    cni.mendPlugin()
    await pod.stop()
    await pod.remove()
    expect(cni.addresses()).not.toContain(ip)
    expect((await cri.listPodSandbox({ filter: { id: pod.id } })).items).toEqual([])
  },
)
