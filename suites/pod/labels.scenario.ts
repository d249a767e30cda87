import { type CriMethods, expect, type PodHandle, scenario } from 'crivet'

scenario(
  'pod.labels.round-trip',
  { requirement: 'pod.run.labels-round-trip' },
  async ({ cri, pods }) => {
    const labels = { 'crivet/empty': '', 'example.org/zone': 'Ünïcode ✓', plain: 'a.b-c_d' }
    const pod = await pods.run({ labels })
    for (const told of await tellings(cri, pod))
      expect(told.labels).toMatchObject(pod.config.labels ?? {})
  },
)

scenario(
  'pod.labels.nothing-added',
  { requirement: 'pod.run.labels-nothing-added' },
  async ({ cri, pods, target }) => {
    const pod = await pods.run()
    for (const told of await tellings(cri, pod)) expect(told.labels).toEqual(pod.config.labels)
    const { pod_sandbox_id } = await cri.runPodSandbox({
      config: { ...pods.config({ log_directory: '' }), labels: {} },
      runtime_handler: target.handler,
    })
    const { status } = await cri.podSandboxStatus({ pod_sandbox_id })
    expect(status?.labels).toEqual({})
  },
)

/** What status and list say of a pod. */
async function tellings(cri: CriMethods, pod: PodHandle) {
  const [status, { items }] = await Promise.all([
    pod.status(),
    cri.listPodSandbox({ filter: { id: pod.id } }),
  ])
  expect(items).toHaveLength(1)
  return [status, ...items]
}
