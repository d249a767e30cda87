import { type CriMethods, eventually, expect, type Fixtures, scenario, unlessRefused } from 'crivet'

// From before the daemon looks at the first request until after it answered the last.
const KILLED_AFTER_MS = Array.from({ length: 12 }, (_, round) => 5 + 80 * round)

scenario(
  'restart.soak.killed-mid-operation',
  { requirement: 'restart.mid-operation', timeout: 'longScenario' },
  async ({ cri, host, pods, runtime }) => {
    runtime.restartAfterwards()
    // The first pod brings the network's bridge.
    await live(pods, pods.config())
    const before = await host.traces()
    for (const ms of KILLED_AFTER_MS) {
      const request = pods.config()
      host.clearPodAfterwards(request.metadata.uid)
      await Promise.all([unlessRefused(live(pods, request)), runtime.killAfter(ms)])
      await runtime.start()
      await removeListed(cri, request)
      // A runtime may still hold the name for the call that was cut.
      const again = await eventually('latePod', () => pods.run(request))
      await again.stop()
      await again.remove()
      expect(await removeListed(cri, request), `listed after a kill at ${ms} ms`).toEqual([])
      // As a kubelet does, with what is empty in them.
      expect(await host.removePodCgroup(request.metadata.uid), 'busy cgroups').toEqual([])
    }
    const left = await host.tracesBeyond(before)
    host.endTracedAfterwards(left)
    expect(left, 'left on the node').toEqual([])
  },
)

type Pods = Fixtures['pods']
type Request = ReturnType<Pods['config']>

async function live(pods: Pods, request: Request): Promise<void> {
  const pod = await pods.run(request)
  const container = await pod.run('pause')
  await container.stop({ timeout: 10 })
  await container.remove()
  await pod.stop()
  await pod.remove()
}

/** Removes what is listed of a pod as a kubelet does, and answers the ids. */
async function removeListed(cri: CriMethods, { metadata }: Request): Promise<readonly string[]> {
  const filter = { label_selector: { 'io.kubernetes.pod.uid': metadata.uid } }
  const { containers } = await cri.listContainers({ filter })
  for (const { id: container_id } of containers) {
    await cri.stopContainer({ container_id, timeout: 10 })
    await cri.removeContainer({ container_id })
  }
  const { items } = await cri.listPodSandbox({ filter })
  for (const { id: pod_sandbox_id } of items) {
    await cri.stopPodSandbox({ pod_sandbox_id })
    await cri.removePodSandbox({ pod_sandbox_id })
  }
  return [...containers, ...items].map(({ id }) => id)
}
