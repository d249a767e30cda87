import { expect, scenario } from 'crivet'

scenario(
  'status.conditions.required',
  { requirement: 'status.required-conditions', keystone: true },
  async ({ cri }) => {
    const { status } = await cri.status({})
    const types = (status?.conditions ?? []).map(({ type }) => type)
    expect(types).toEqual(expect.arrayContaining(['RuntimeReady', 'NetworkReady']))
    expect(types).toEqual([...new Set(types)])
  },
)

scenario(
  'status.conditions.runtime-ready',
  { requirement: 'status.runtime-ready-means-pods-run' },
  async ({ cri, pods }) => {
    const { status } = await cri.status({})
    expect(status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'RuntimeReady', status: true }),
    )
    const pod = await pods.run({
      hostname: '',
      linux: { security_context: { namespace_options: { network: 'NODE' } } },
    })
    await expect(await pod.run('exit 0')).toHaveExited({ code: 0 })
  },
)

scenario(
  'status.conditions.network-ready',
  { requirement: 'status.network-ready-means-pod-network' },
  async ({ cri, pod }) => {
    const { status } = await cri.status({})
    expect(status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'NetworkReady', status: true }),
    )
    expect((await pod.status()).network?.ip).toMatch(/^[0-9a-f.:]+$/)
  },
)
