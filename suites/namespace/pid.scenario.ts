import {
  type ContainerHandle,
  eventually,
  expect,
  type ProcessFacts,
  type ProcessIdentity,
  type ScenarioBody,
  scenario,
  unknownId,
} from 'crivet'

const inMode = (pid: 'POD' | 'CONTAINER' | 'NODE') => ({
  linux: { security_context: { namespace_options: { pid } } },
})
const joining = (target_id: string) => ({
  linux: { security_context: { namespace_options: { pid: 'TARGET' as const, target_id } } },
})

scenario('namespace.pid.pod', { requirement: 'ns.pid.pod' }, async ({ pods, unique }) => {
  const [inside, outside] = [unique('inside'), unique('outside')]
  const pod = await pods.run(inMode('POD'))
  const other = await pods.run(inMode('POD'))
  const one = await pod.run(['sleep', 'infinity', inside])
  const two = await pod.run('pause')
  const stranger = await other.run(['sleep', 'infinity', outside])
  const { pid } = (await one.inspect()).namespaces
  expect((await two.inspect()).namespaces.pid).toBe(pid)
  expect((await stranger.inspect()).namespaces.pid).not.toBe(pid)
  await eventually('workload', async () => expect(await visible(two)).toContain(inside))
  await eventually('workload', async () => expect(await visible(stranger)).toContain(outside))
  expect(await visible(two)).not.toContain(outside)
  expect(await visible(stranger)).not.toContain(inside)
})

// A kubelet asks for the same mode of pod and container; a pod of a runtime's own may be in another.
scenario(
  'namespace.pid.container',
  { requirement: 'ns.pid.container' },
  async ({ pods, unique }) => {
    for (const mode of ['CONTAINER', 'POD', 'NODE'] as const) {
      const pod = await pods.run(inMode(mode))
      const beside = await pod.run(['ignore-sigterm', unique('beside')], inMode('CONTAINER'))
      const container = await pod.run('ignore-sigterm', inMode('CONTAINER'))
      for (const each of [beside, container]) await each.logged('ready')
      const processes = await container.ask<readonly ProcessFacts[]>('ps')
      const seen = processes.map(({ args }) => args.join(' '))
      expect(seen, `in a pod run with ${mode}`).toEqual([
        '/workload ignore-sigterm',
        '/workload ps',
      ])
    }
  },
)

scenario('namespace.pid.node', { requirement: 'ns.pid.node' }, async ({ host, pods }) => {
  const pod = await pods.run(inMode('NODE'))
  const container = await pod.run('pause')
  const { namespaces } = await container.inspect()
  expect(namespaces.pid).toBe(host.link('/proc/self/ns/pid'))
  const { uids } = await container.ask<ProcessIdentity>(['identity', String(process.pid)])
  expect(uids, `user of process ${process.pid} of the host`).not.toEqual([])
})

scenario('namespace.pid.target', { requirement: 'ns.pid.target' }, async ({ pod, unique }) => {
  const mark = unique('target')
  const target = await pod.run(['sleep', 'infinity', mark])
  const joiner = await pod.run('ignore-sigterm', joining(target.id))
  const { pid } = (await target.inspect()).namespaces
  expect((await joiner.inspect()).namespaces.pid).toBe(pid)
  await eventually('workload', async () => expect(await visible(joiner)).toContain(mark))
  await joiner.stop({ timeout: 0 })
  await joiner.exited()
  await expect(target).toBeInState('CONTAINER_RUNNING')
  expect(await visible(target)).toContain(mark)
})

const refused =
  (target: 'empty' | 'unknown' | 'exited' | 'elsewhere'): ScenarioBody =>
  async ({ pod, sharedPod }) => {
    const ended = await pod.run('exit 0')
    await ended.exited()
    const elsewhere = (await sharedPod.run('pause')).id
    const ids = { empty: '', unknown: unknownId(), exited: ended.id, elsewhere }
    await expect(pod.run('pause', joining(ids[target]))).toFailWith()
  }

scenario('namespace.pid.target-empty', { requirement: 'ns.pid.target-invalid' }, refused('empty'))

scenario(
  'namespace.pid.target-unknown',
  { requirement: 'ns.pid.target-invalid' },
  refused('unknown'),
)

scenario('namespace.pid.target-exited', { requirement: 'ns.pid.target-invalid' }, refused('exited'))

scenario(
  'namespace.pid.target-elsewhere',
  { requirement: 'ns.pid.target-invalid' },
  refused('elsewhere'),
)

async function visible(container: ContainerHandle): Promise<readonly string[]> {
  const processes = await container.ask<readonly ProcessFacts[]>('ps')
  return processes.flatMap(({ args }) => args)
}
