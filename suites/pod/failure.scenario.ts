import { expect, scenario, seconds, unlessToldNo } from 'crivet'

scenario(
  'pod.failure.leaves-nothing',
  { requirement: 'pod.run.failure-leaves-nothing' },
  async ({ cri, host, pods, target, sharedPod }) => {
    await expect(sharedPod).toBeInState('SANDBOX_READY')
    const { handler: runtime_handler } = target
    // Late: where processes are shared the sandbox's own one is what cannot be given them.
    const security_context = { namespace_options: { pid: 'POD' } } as const
    const withSysctl = (name: string) =>
      pods.config({ linux: { sysctls: { [name]: '1' }, security_context } })
    const failing = [
      { config: pods.config(), runtime_handler: 'crivet-no-such-handler' },
      { config: withSysctl('fs.mqueue.crivet'), runtime_handler },
      { config: withSysctl('net.crivet'), runtime_handler },
    ]
    const before = await host.traces()
    for (const request of failing) {
      await expect(cri.runPodSandbox(request)).toFailWith()
      const filter = { label_selector: request.config.labels }
      // What is left may be listed, not ready, until a kubelet removes it.
      const { items } = await cri.listPodSandbox({ filter })
      expect(items.filter(({ state }) => state === 'SANDBOX_READY')).toEqual([])
      for (const { id } of items) await cri.removePodSandbox({ pod_sandbox_id: id })
      expect((await cri.listPodSandbox({ filter })).items).toEqual([])
      expect(await host.tracesBeyond(before)).toEqual([])
    }
  },
)

scenario(
  'pod.failure.empty-metadata',
  { requirement: 'pod.run.metadata-fields-required' },
  async ({ cri, pods, target }) => {
    for (const field of ['name', 'namespace', 'uid'] as const) {
      const config = pods.config({ metadata: { [field]: '' }, log_directory: '' })
      const request = { config, runtime_handler: target.handler }
      const call = cri.runPodSandbox(request, { deadlineMs: seconds(20) })
      const answer = await unlessToldNo(call)
      const { items } = await cri.listPodSandbox({ filter: { label_selector: config.labels } })
      expect(items.map(({ id }) => id)).toEqual(answer ? [answer.pod_sandbox_id] : [])
    }
  },
)
