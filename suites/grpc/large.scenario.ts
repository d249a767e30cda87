import { expect, scenario } from 'crivet'

const MIB = 1024 * 1024

scenario(
  'grpc.large.list',
  // Alone: it weighs on every other list meanwhile.
  { requirement: 'grpc.large-list-response', needs: ['private', 'serial'] },
  async ({ cri, pod }) => {
    const annotations = { 'crivet/large': 'x'.repeat(MIB) }
    const created = await Promise.all(
      Array.from({ length: 5 }, () => pod.create('pause', { annotations })),
    )
    const { containers } = await cri.listContainers({ filter: { pod_sandbox_id: pod.id } })
    expect(containers.map(({ id }) => id).sort()).toEqual(created.map(({ id }) => id).sort())
    const lengths = containers.map((it) => it.annotations['crivet/large']?.length ?? 0)
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeGreaterThan(4 * MIB)
  },
)
