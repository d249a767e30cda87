import { eventually, expect, type ScenarioBody, type StreamProtocol, scenario } from 'crivet'

const MIB = 1024 * 1024

scenario(
  'restart.operations.exec-stats-update',
  { requirement: 'restart.operations-work', also: ['restart.workload-runs-on'] },
  async ({ cri, pod, runtime }) => {
    const container = await pod.run('pause')
    await runtime.restart()
    expect(await container.exec('print --stdout out --stderr err --exit 3')).toEqual({
      stdout: 'out',
      stderr: 'err',
      exitCode: 3,
    })
    const linux = { memory_limit_in_bytes: 64 * MIB }
    await cri.updateContainerResources({ container_id: container.id, linux })
    expect((await container.inspect()).cgroup.limits.memoryBytes).toBe(64 * MIB)
    await eventually('statsCycle', async () => {
      const { attributes, memory } = await container.stats()
      expect(attributes?.id).toBe(container.id)
      expect(memory?.working_set_bytes?.value).toBeGreaterThan(0n)
    })
  },
)

const streams =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ pod, runtime, streams: sessions }) => {
    const container = await pod.run('cat', { stdin: true })
    const server = await pod.run('serve-tcp 8000 --echo')
    await server.logged('ready')
    await runtime.restart()
    const exec = await sessions.exec(container, 'cat', { protocol, stdin: true, stdout: true })
    await exec.stdin.write('by exec\n')
    expect(await exec.stdout.until('\n')).toBe('by exec\n')
    const attached = await sessions.attach(container, { protocol, stdin: true, stdout: true })
    await attached.stdin.write('by attach\n')
    expect(await attached.stdout.until('\n')).toBe('by attach\n')
    await container.logged('by attach')
    const forwarding = await sessions.portForward(pod, [8000], { protocol })
    const connection = await forwarding.connect(8000)
    await connection.write(Buffer.from('by port\n'))
    for await (const chunk of connection.data) {
      expect(Buffer.from(chunk).toString()).toBe('by port\n')
      break
    }
  }

scenario(
  'restart.operations.streams-spdy',
  { requirement: 'restart.operations-work' },
  streams('spdy'),
)

scenario(
  'restart.operations.streams-websocket',
  { requirement: 'restart.operations-work', feature: 'websocket-streaming' },
  streams('websocket'),
)

scenario(
  'restart.operations.stop-remove',
  { requirement: 'restart.operations-work' },
  async ({ cri, image, pod, runtime }) => {
    const [own, plain, created, left] = [
      await pod.run([], { use: await image.shared('stop-signal') }),
      await pod.run('on-signal TERM=15'),
      await pod.create('exit 5'),
      await pod.run('pause'),
    ]
    for (const container of [own, plain]) await container.logged('ready')
    await runtime.restart()
    await own.stop({ timeout: 30 })
    await expect(own).toHaveExited({ code: 31 })
    await plain.stop({ timeout: 30 })
    await expect(plain).toHaveExited({ code: 15 })
    await created.start()
    await expect(created).toHaveExited({ code: 5 })
    for (const container of [own, plain, created]) await container.remove()
    const { containers } = await cri.listContainers({ filter: { pod_sandbox_id: pod.id } })
    expect(containers.map(({ id }) => id)).toEqual([left.id])
    await pod.stop()
    await expect(left).toBeInState('CONTAINER_EXITED')
    await pod.remove()
    expect((await cri.listPodSandbox({ filter: { id: pod.id } })).items).toEqual([])
  },
)

scenario(
  'restart.operations.new-container',
  { requirement: 'restart.operations-work' },
  async ({ cri, pod, runtime }) => {
    const before = await pod.run('pause')
    await runtime.restart()
    const after = await pod.run('pause')
    const [one, other] = [await before.inspect(), await after.inspect()]
    expect(other.namespaces.net).toBe(one.namespaces.net)
    expect(other.namespaces.ipc).toBe(one.namespaces.ipc)
    const { containers } = await cri.listContainers({ filter: { pod_sandbox_id: pod.id } })
    expect(containers.map(({ id }) => id).sort()).toEqual([before.id, after.id].sort())
  },
)
