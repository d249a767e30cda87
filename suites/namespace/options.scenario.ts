import { expect, type ScenarioBody, scenario, unlessRefused } from 'crivet'

type Kind = 'network' | 'ipc'

const inMode = (kind: Kind, mode: 'POD' | 'NODE') => ({
  linux: { security_context: { namespace_options: { [kind]: mode } } },
})

const againstPod =
  (kind: Kind): ScenarioBody =>
  async ({ pods }) => {
    const name = kind === 'network' ? 'net' : 'ipc'
    for (const [ofPod, ofContainer] of [['POD', 'NODE'] as const, ['NODE', 'POD'] as const]) {
      const pod = await pods.run({ hostname: '', ...inMode(kind, ofPod) })
      const usual = await (await pod.run('pause')).inspect()
      const other = await unlessRefused(pod.run('pause', inMode(kind, ofContainer)))
      const { namespaces } = (await other?.inspect()) ?? usual
      expect(namespaces[name], `${ofContainer} in ${ofPod}`).toBe(usual.namespaces[name])
    }
  }

scenario(
  'namespace.options.network-against-pod',
  { requirement: 'ns.options-per-container-consistent' },
  againstPod('network'),
)

scenario(
  'namespace.options.ipc-against-pod',
  { requirement: 'ns.options-per-container-consistent' },
  againstPod('ipc'),
)
