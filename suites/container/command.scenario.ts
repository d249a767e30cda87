import { type ContainerHandle, eventually, expect, scenario } from 'crivet'

const INSPECT = ['/workload', 'inspect']

scenario(
  'container.command.overrides-entrypoint',
  { requirement: 'container.process.command-overrides-entrypoint' },
  async ({ image, sharedPod }) => {
    const use = await image.shared('entrypoint-cmd')
    const alone = await sharedPod.run([], { use, command: INSPECT })
    expect((await alone.inspected()).args).toEqual(INSPECT)
    const both = await sharedPod.run(['one', 'two'], { use, command: INSPECT })
    expect((await both.inspected()).args).toEqual([...INSPECT, 'one', 'two'])
  },
)

scenario(
  'container.command.args-override-cmd',
  { requirement: 'container.process.args-override-cmd' },
  async ({ image, sharedPod }) => {
    const use = await image.shared('entrypoint-cmd')
    await mustPrint(await sharedPod.run(['given', 'twice'], { use }), 'given twice\n')
    const other = await image.shared('entrypoint-only')
    await mustPrint(await sharedPod.run('given', { use: other }), 'entrypoint given\n')
  },
)

scenario(
  'container.command.image-defaults',
  { requirement: 'container.process.image-defaults' },
  async ({ image, sharedPod }) => {
    const printed = {
      'entrypoint-cmd': 'image-cmd\n',
      'entrypoint-only': 'entrypoint\n',
      'cmd-only': 'image-cmd\n',
    }
    for (const [name, text] of Object.entries(printed)) {
      await mustPrint(await sharedPod.run([], { use: await image.shared(name) }), text)
    }
  },
)

scenario(
  'container.command.args-alone',
  { requirement: 'container.process.args-override-cmd' },
  async ({ image, sharedPod }) => {
    const use = await image.shared('cmd-only')
    const container = await sharedPod.run(INSPECT, { use })
    expect((await container.inspected()).args).toEqual(INSPECT)
  },
)

scenario(
  'container.command.none',
  { requirement: 'container.process.no-command-error' },
  async ({ cri, image, sharedPod }) => {
    const use = await image.shared('no-command')
    const config = await sharedPod.containerConfig([], { use })
    const started = cri
      .createContainer({ pod_sandbox_id: sharedPod.id, config, sandbox_config: sharedPod.config })
      .then((created) => cri.startContainer(created))
    await expect(started).toFailWith()
  },
)

scenario(
  'container.command.verbatim',
  { requirement: 'container.process.arguments-verbatim' },
  async ({ sharedPod }) => {
    const args = ['inspect', '', ' ', '$HOME', '$(HOME)', 'a\nb', `"'\\`, '*', 'Ünïcode ✓']
    const container = await sharedPod.run(args)
    expect((await container.inspected()).args).toEqual(['/workload', ...args])
  },
)

scenario(
  'container.command.first-process',
  { requirement: 'container.process.pid1' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('inspect')
    const { pid, args } = await container.inspected()
    expect({ pid, args }).toEqual({ pid: 1, args: INSPECT })
  },
)

async function mustPrint(container: ContainerHandle, text: string): Promise<void> {
  await expect(container).toHaveExited({ code: 0 })
  await eventually('logLine', async () => expect((await container.output()).stdout).toBe(text))
}
