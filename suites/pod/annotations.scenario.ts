import { AWKWARD_ANNOTATIONS, expect, scenario } from 'crivet'

scenario(
  'pod.annotations.unaltered',
  { requirement: 'pod.run.annotations-unaltered' },
  async ({ cri, pods }) => {
    const pod = await pods.run({ annotations: AWKWARD_ANNOTATIONS })
    expect((await pod.status()).annotations).toEqual(pod.config.annotations)
    const { items } = await cri.listPodSandbox({ filter: { id: pod.id } })
    expect(items.map((item) => item.annotations)).toEqual([pod.config.annotations])
  },
)
