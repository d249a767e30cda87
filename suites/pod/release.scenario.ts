import { type ContainerHandle, expect, scenario } from 'crivet'

scenario(
  'pod.release.network',
  { requirement: 'pod.network.released-on-stop' },
  async ({ host, pod }) => {
    const server = await pod.run('serve-tcp 8000 --greet hello')
    await server.logged('ready')
    const { ip = '' } = (await pod.status()).network ?? {}
    expect(await host.dial(ip, 8000)).toBe('hello')
    const { namespaces, interfaces } = await server.inspect()
    const outer = interfaces.find(({ flags }) => !flags.includes('loopback'))
    const { index, link } = await numbersOf(server, outer?.name ?? '')
    // A pair of veth is linked crosswise.
    const leading = () => host.interfaces().filter((it) => it.index === link && it.link === index)
    await pod.stop()
    expect(await host.dial(ip, 8000)).toMatch(/^no connection/)
    expect(leading(), 'interfaces of the host that lead to the pod').toEqual([])
    const net = namespaces.net ?? ''
    expect(host.namespaceMounts(net), 'mounts of its network namespace').toEqual([])
    expect(host.processesIn(net), 'processes in its network namespace').toEqual([])
  },
)

async function numbersOf(container: ContainerHandle, name: string) {
  const read = async (file: string) =>
    (await container.exec(`read-file /sys/class/net/${name}/${file}`)).stdout.trim()
  return { index: await read('ifindex'), link: await read('iflink') }
}
