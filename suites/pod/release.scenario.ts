import { againIfLate, type ContainerHandle, expect, type Fixtures, scenario } from 'crivet'

scenario(
  'pod.release.network',
  { requirement: 'pod.network.released-on-stop' },
  async ({ host, pod }) => {
    const expectReleased = await usesNetwork({ host, pod })
    await pod.stop()
    await expectReleased()
  },
)

scenario(
  'pod.release.by-removal',
  { requirement: 'pod.remove.kills-containers', waits: true, timeout: 'longScenario' },
  async ({ host, pod }) => {
    const expectReleased = await usesNetwork({ host, pod })
    await againIfLate((options) => pod.remove(options))
    await expectReleased()
  },
)

/** Serves from a pod; what is answered looks whether the network's share in that is undone. */
async function usesNetwork({
  host,
  pod,
}: Pick<Fixtures, 'host' | 'pod'>): Promise<() => Promise<void>> {
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
  return async () => {
    expect(await host.network.dial(ip, 8000)).toMatch(/^no connection/)
    expect(leading(), 'interfaces of the host that lead to the pod').toEqual([])
    expect(host.stillMounted(points), 'mounts of its network namespace').toEqual([])
    const stayed = host.processes.inNamespace(net).filter((pid) => pids.includes(pid))
    expect(stayed, 'processes in its network namespace').toEqual([])
  }
}

async function numbersOf(container: ContainerHandle, name: string) {
  const read = async (file: string) => {
    const { stdout } = await container.exec(`read-file /sys/class/net/${name}/${file}`)
    expect(stdout).toMatch(/^[0-9]+$/m)
    return stdout.trim()
  }
  return { index: await read('ifindex'), link: await read('iflink') }
}
