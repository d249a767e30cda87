import { expect, scenario } from 'crivet'

scenario(
  'pod.run.ready',
  { requirement: 'pod.run.ready-on-return', also: ['pod.run.returns-id'], keystone: true },
  async ({ pods }) => {
    const pod = await pods.run()
    expect(pod.id).not.toBe('')
    await expect(pod).toBeInState('SANDBOX_READY')
  },
)

scenario('pod.run.config-missing', { requirement: 'pod.run.config-required' }, async ({ cri }) => {
  await expect(cri.runPodSandbox({})).toFailWith()
  await expect(cri.runPodSandbox({ config: {} })).toFailWith()
})

scenario(
  'pod.run.unknown-handler',
  { requirement: 'pod.run.handler.unknown-rejected' },
  async ({ cri, pods }) => {
    const config = pods.config()
    await expect(
      cri.runPodSandbox({ config, runtime_handler: 'crivet-no-such-handler' }),
    ).toFailWith()
    const { items } = await cri.listPodSandbox({
      filter: { label_selector: { 'io.kubernetes.pod.uid': config.metadata.uid } },
    })
    expect(items).toEqual([])
  },
)

scenario(
  'pod.run.labels-round-trip',
  { requirement: 'pod.run.labels-round-trip', also: ['pod.run.annotations-unaltered'] },
  async ({ pods }) => {
    const labels = { 'crivet/empty': '', 'example.org/zone': 'Ünïcode ✓', plain: 'a.b-c_d' }
    const annotations = { 'example.org/note': 'line one\nline two\ttab', 'crivet/empty': '' }
    const pod = await pods.run({ labels, annotations })
    const status = await pod.status()
    expect(status.labels).toMatchObject(labels)
    expect(status.annotations).toEqual(pod.config.annotations)
  },
)
