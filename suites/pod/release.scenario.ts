import { type ContainerHandle, expect, scenario } from 'crivet'

scenario(
  'pod.release.network',
  { requirement: 'pod.network.released-on-stop' },
  async ({ host, pod }) => {
    const server = await pod.run('serve-tcp 8000 --greet hello')
    await server.logged('ready')
    const { ip = '' } = (await pod.status()).network ?? {}
    expect(await host.network.dial(ip, 8000)).toBe('hello')
    const { namespaces, interfaces } = await server.inspect()
    const outer = interfaces.find(({ flags }) => !flags.includes('loopback'))
    const { index, link } = await numbersOf(server, outer?.name ?? '')
    // A pair of veth is linked crosswise.
    const leading = () =>
      host.network.interfaces().filter((it) => it.index === link && it.link === index)
    // By mount and process: the namespace's number may be another's as soon as it is gone.
    const net = namespaces.net ?? ''
    const [points, pids] = [host.namespaceMounts(net), host.processes.inNamespace(net)]
    expect(pids).not.toEqual([])
    await pod.stop()
    expect(await host.network.dial(ip, 8000)).toMatch(/^no connection/)
    expect(leading(), 'interfaces of the host that lead to the pod').toEqual([])
    expect(host.stillMounted(points), 'mounts of its network namespace').toEqual([])
    const stayed = host.processes.inNamespace(net).filter((pid) => pids.includes(pid))
    expect(stayed, 'processes in its network namespace').toEqual([])
  },
)

async function numbersOf(container: ContainerHandle, name: string) {
  const read = async (file: string) =>
    (await container.exec(`read-file /sys/class/net/${name}/${file}`)).stdout.trim()
  return { index: await read('ifindex'), link: await read('iflink') }
}
