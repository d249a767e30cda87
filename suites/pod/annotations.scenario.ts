import { expect, scenario } from 'crivet'

scenario(
  'pod.annotations.unaltered',
  { requirement: 'pod.run.annotations-unaltered' },
  async ({ cri, pods }) => {
    const annotations = {
      'crivet/empty': '',
      'example.org/text': 'line one\nline two\tÜnïcode ✓',
      'example.org/json': '{"a": [1, "\\u0000", null]}',
      'example.org/long': 'x'.repeat(200 * 1024),
      'io.containerd.crivet': 'any',
      'io.kubernetes.cri-o.crivet': 'any',
      'io.kubernetes.cri.crivet': 'any',
    }
    const pod = await pods.run({ annotations })
    expect((await pod.status()).annotations).toEqual(pod.config.annotations)
    const { items } = await cri.listPodSandbox({ filter: { id: pod.id } })
    expect(items.map((item) => item.annotations)).toEqual([pod.config.annotations])
  },
)
