import { type ContainerHandle, expect, scenario } from 'crivet'

const PODS = 50
const AT_ONCE = 5

scenario(
  'pod.soak.no-leak',
  { requirement: 'pod.remove.no-leak', timeout: 'longScenario' },
  async ({ host, pods }) => {
    const ids: string[] = []
    const points: string[] = []
    const live = async () => {
      const pod = await pods.run()
      const container = await pod.run('pause')
      for (const name of await podNamespaces(container)) points.push(...host.namespaceMounts(name))
      ids.push(pod.id, container.id, pod.config.metadata.uid)
      await pod.stop()
      await pod.remove()
    }
    // The first pod brings the network's bridge.
    await live()
    const before = await host.traces()
    for (let done = 0; done < PODS; done += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, live))
    }
    expect(await host.tracesBeyond(before, ...ids), `left of ${PODS} pods`).toEqual([])
    expect(host.stillMounted(points), 'mounts of their namespaces').toEqual([])
  },
)

async function podNamespaces(container: ContainerHandle): Promise<readonly string[]> {
  const { net, ipc, uts } = (await container.inspect()).namespaces
  return [net, ipc, uts].filter((name) => name !== undefined)
}
