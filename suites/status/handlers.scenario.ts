import { expect, scenario } from 'crivet'

scenario(
  'status.handlers.unique-names',
  { requirement: 'status.handlers.unique-names' },
  async ({ cri, target, pods }) => {
    const { runtime_handlers } = await cri.status({})
    const names = runtime_handlers.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
    expect(names).toContain(target.handler)
    await expect(await pods.run({}, { handler: '' })).toBeInState('SANDBOX_READY')
  },
)

scenario(
  'status.handlers.each-works',
  { requirement: 'status.handlers.each-works' },
  async ({ cri, pods }) => {
    const { runtime_handlers } = await cri.status({})
    for (const { name } of runtime_handlers) {
      const pod = await pods.run({}, { handler: name })
      await expect(pod).toBeInState('SANDBOX_READY')
      await pod.stop()
      await pod.remove()
    }
  },
)
