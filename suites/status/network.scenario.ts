import {
  type CniFixture,
  type CriMethods,
  eventually,
  expect,
  type RuntimeFixture,
  scenario,
  seconds,
  unlessRefused,
} from 'crivet'

scenario(
  'status.network.not-ready',
  { requirement: 'status.network-not-ready', needs: ['private', 'restart', 'cni'] },
  async ({ cni, cri, pods, runtime, target }) => {
    await startWithoutNetwork(runtime, cni)
    await becomesReady(cri, false)
    const request = { config: pods.config(), runtime_handler: target.handler }
    const started = await unlessRefused(cri.runPodSandbox(request, { deadlineMs: seconds(10) }))
    expect(started, 'a pod without a network').toBeUndefined()
    const onHost = await pods.run({
      hostname: '',
      linux: { security_context: { namespace_options: { network: 'NODE' } } },
    })
    await expect(onHost).toBeInState('SANDBOX_READY')
    cni.writeConfigBack()
    await becomesReady(cri, true)
    // What a failed run leaves may be listed, and is removed as any pod is.
    const filter = { label_selector: request.config.labels ?? {} }
    for (const { id: pod_sandbox_id } of (await cri.listPodSandbox({ filter })).items) {
      await cri.stopPodSandbox({ pod_sandbox_id })
      await cri.removePodSandbox({ pod_sandbox_id })
    }
    expect((await (await pods.run()).status()).network?.ip).toMatch(/^[0-9a-f.:]+$/)
  },
)

scenario(
  'status.network.config-removed',
  { requirement: 'status.network-not-ready' },
  async ({ cni, cri }) => {
    cni.takeConfigAway()
    await becomesReady(cri, false)
    cni.writeConfigBack()
    await becomesReady(cri, true)
  },
)

scenario(
  'status.network.config-moved-in',
  { requirement: 'status.network-not-ready', needs: ['private', 'restart', 'cni'] },
  async ({ cni, cri, runtime }) => {
    await startWithoutNetwork(runtime, cni)
    await becomesReady(cri, false)
    cni.moveConfigBack()
    await becomesReady(cri, true)
  },
)

scenario(
  'status.network.explained',
  { requirement: 'status.false-condition-explained', needs: ['private', 'restart', 'cni'] },
  async ({ cni, cri, runtime }) => {
    await startWithoutNetwork(runtime, cni)
    const condition = await becomesReady(cri, false)
    expect(condition?.reason).toMatch(/^[A-Z][A-Za-z0-9]*$/)
    expect(condition?.message).not.toBe('')
  },
)

async function startWithoutNetwork(runtime: RuntimeFixture, cni: CniFixture): Promise<void> {
  await runtime.terminate()
  cni.takeConfigAway()
  await runtime.startWithoutNetwork()
}

async function becomesReady(cri: CriMethods, wanted: boolean) {
  return eventually('stateChange', async () => {
    const { status } = await cri.status({})
    const condition = status?.conditions.find(({ type }) => type === 'NetworkReady')
    expect(condition?.status, 'NetworkReady').toBe(wanted)
    return condition
  })
}
