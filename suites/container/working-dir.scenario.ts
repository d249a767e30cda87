import { expect, scenario } from 'crivet'

scenario(
  'container.working-dir.chosen',
  { requirement: 'container.process.working-dir' },
  async ({ image, sharedPod }) => {
    const use = await image.shared('entrypoint-cmd')
    const command = ['/workload', 'inspect']
    const given = await sharedPod.run([], { use, command, working_dir: '/etc' })
    const fromImage = await sharedPod.run([], { use, command })
    const none = await sharedPod.run('inspect')
    expect((await given.inspected()).cwd).toBe('/etc')
    expect((await fromImage.inspected()).cwd).toBe('/work/dir')
    expect((await none.inspected()).cwd).toBe('/')
  },
)

scenario(
  'container.working-dir.made',
  { requirement: 'container.process.working-dir-created' },
  async ({ image, sharedPod }) => {
    const given = await sharedPod.run('inspect', { working_dir: '/not/here/yet' })
    expect((await given.inspected()).cwd).toBe('/not/here/yet')
    const use = await image.shared('working-directory')
    const fromImage = await sharedPod.run('inspect', { use })
    expect((await fromImage.inspected()).cwd).toBe('/not/there/yet')
  },
)
