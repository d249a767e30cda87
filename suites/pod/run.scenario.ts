import { expect, type Fixtures, otherHandlers, scenario, unlessRefused } from 'crivet'

scenario(
  'pod.run.ready',
  { requirement: 'pod.run.ready-on-return', keystone: true },
  async ({ pods }) => {
    await expect(await pods.run()).toBeInState('SANDBOX_READY')
  },
)

scenario(
  'pod.run.again-after-stop',
  { requirement: 'pod.run.ready-on-return' },
  async ({ cri, pod, target }) => {
    await pod.stop()
    const request = { config: pod.config, runtime_handler: target.handler }
    const answer = await unlessRefused(cri.runPodSandbox(request))
    if (!answer) return
    const { status } = await cri.podSandboxStatus({ pod_sandbox_id: answer.pod_sandbox_id })
    expect(status?.state).toBe('SANDBOX_READY')
  },
)

scenario('pod.run.unique-id', { requirement: 'pod.run.returns-id' }, async ({ cri, pods }) => {
  const [one, other] = await Promise.all([pods.run(), pods.run()])
  expect(one.id).not.toBe(other.id)
  for (const pod of [one, other]) {
    const { id } = pod
    expect(id).not.toBe('')
    expect((await pod.status()).id).toBe(id)
    const { items } = await cri.listPodSandbox({ filter: { id } })
    expect(items.map((item) => item.id)).toEqual([id])
  }
})

scenario(
  'pod.run.config-missing',
  { requirement: 'pod.run.config-required' },
  async ({ cri, pods }) => {
    const config = pods.config()
    await expect(cri.runPodSandbox({})).toFailWith()
    await expect(cri.runPodSandbox({ config: { ...config, metadata: null } })).toFailWith()
    const { items } = await cri.listPodSandbox({ filter: { label_selector: config.labels } })
    expect(items).toEqual([])
  },
)

scenario(
  'pod.run.unknown-handler',
  { requirement: 'pod.run.handler.unknown-rejected' },
  async ({ cri, pods }) => {
    const config = pods.config()
    await expect(
      cri.runPodSandbox({ config, runtime_handler: 'crivet-no-such-handler' }),
    ).toFailWith()
    const { items } = await cri.listPodSandbox({ filter: { label_selector: config.labels } })
    expect(items).toEqual([])
  },
)

scenario(
  'pod.run.handler-reported',
  { requirement: 'pod.run.handler.reported' },
  async ({ cri, pods, target }) => {
    const { defaultHandler, handler: inUse } = target
    for (const handler of new Set(['', defaultHandler || inUse])) {
      const named = (await toldHandlers({ cri, pods }, handler)).filter(Boolean)
      const right = handler || defaultHandler
      // A runtime need not say which one its default is.
      if (right === '') expect(new Set(named).size).toBeLessThanOrEqual(1)
      else for (const each of named) expect(each).toBe(right)
    }
  },
)

scenario(
  'pod.run.other-handler-reported',
  { requirement: 'pod.run.handler.other-reported' },
  async ({ cri, pods, target }) => {
    for (const handler of await otherHandlers(cri, target)) {
      const told = await toldHandlers({ cri, pods }, handler)
      for (const each of told) expect(each, `told of a pod with ${handler}`).toBe(handler)
    }
  },
)

/** What the status and the list say of a pod that was run with this handler. */
async function toldHandlers(
  { cri, pods }: Pick<Fixtures, 'cri' | 'pods'>,
  handler: string,
): Promise<readonly string[]> {
  const pod = await pods.run({}, { handler })
  const { items } = await cri.listPodSandbox({ filter: { id: pod.id } })
  return [(await pod.status()).runtime_handler, ...items.map((it) => it.runtime_handler)]
}
