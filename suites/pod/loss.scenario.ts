import { eventually, expect, type Fixtures, type PodHandle, scenario } from 'crivet'

// Where processes are shared the first process of the pod is the sandbox's own, whatever the runtime.
const SHARED = { linux: { security_context: { namespace_options: { pid: 'POD' } } } } as const

scenario(
  'pod.loss.process-dies',
  { requirement: 'pod.status.notready-when-sandbox-dies' },
  async ({ cri, host, pods, unique }) => {
    const pod = await pods.run(SHARED)
    const sandbox = await sandboxProcess(pod, host, unique('dies'))
    // Whether a helper stays is asked below.
    host.processes.endAfterwards(pod.id)
    host.processes.kill(sandbox)
    await eventually('stateChange', async () => {
      await expect(pod).toBeInState('SANDBOX_NOTREADY')
      const { items } = await cri.listPodSandbox({ filter: { id: pod.id } })
      expect(items.map(({ state }) => state)).toEqual(['SANDBOX_NOTREADY'])
    })
  },
)

scenario(
  'pod.loss.network-namespace',
  { requirement: 'pod.status.netns-gone' },
  async ({ cri, host, pod }) => {
    const container = await pod.run('pause')
    const { net = '' } = (await container.inspect()).namespaces
    await container.stop({ timeout: 0 })
    await container.remove()
    const points = host.namespaceMounts(net)
    expect(points).not.toEqual([])
    await host.dropMounts(points)
    expect((await pod.status()).id).toBe(pod.id)
    const { items } = await cri.listPodSandbox({ filter: { id: pod.id } })
    expect(items.map(({ id }) => id)).toEqual([pod.id])
    await pod.stop()
    await expect(pod).toBeInState('SANDBOX_NOTREADY')
    await pod.remove()
    await expect(pod.status()).toFailWith('NOT_FOUND')
  },
)

scenario(
  'pod.loss.stopped-at-once',
  { requirement: 'pod.stop.after-resources-vanished' },
  async ({ host, pods, unique }) => {
    const pod = await pods.run(SHARED)
    host.processes.kill(await sandboxProcess(pod, host, unique('at-once')))
    await pod.stop()
    await expect(pod).toBeInState('SANDBOX_NOTREADY')
    await pod.remove()
    await expect(pod.status()).toFailWith('NOT_FOUND')
    await nothingLeft(pod, host)
  },
)

scenario(
  'pod.loss.all-gone',
  { requirement: 'pod.stop.after-resources-vanished' },
  async ({ host, pods, unique }) => {
    const pod = await pods.run(SHARED)
    const sandbox = await sandboxProcess(pod, host, unique('all-gone'))
    const points = host.namespaceMounts(host.link(`/proc/${sandbox}/ns/net`))
    host.processes.kill(sandbox)
    await host.dropMounts(points)
    await eventually('stateChange', () => expect(pod).toBeInState('SANDBOX_NOTREADY'))
    await pod.stop()
    await pod.stop()
    await pod.remove()
    await expect(pod.status()).toFailWith('NOT_FOUND')
    await nothingLeft(pod, host)
  },
)

/** A helper that a runtime leaves is told here, and does not outlive the scenario. */
async function nothingLeft({ id }: PodHandle, host: Fixtures['host']): Promise<void> {
  host.processes.endAfterwards(id)
  await host.processes.noneWith(id)
}

/** The first process in the namespace that a pod's processes share, as this host counts it. */
async function sandboxProcess(
  pod: PodHandle,
  host: Fixtures['host'],
  mark: string,
): Promise<number> {
  await pod.run(['sleep', 'infinity', mark])
  const own = await host.processes.one(mark)
  const others = host.processes.sharing('pid', own).filter((pid) => pid !== own)
  expect(others, 'processes of the sandbox').toHaveLength(1)
  return others[0] as number
}
