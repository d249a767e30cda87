import { expect, scenario } from 'crivet'

const MIB = 1024 * 1024
const COUNT = 30

scenario(
  'liststream.limit.beyond-message',
  { requirement: 'liststream.beyond-message-limit' },
  async ({ cri, pod }) => {
    const annotations = { 'crivet/large': 'x'.repeat(MIB) }
    const created: string[] = []
    while (created.length < COUNT) created.push((await pod.create('pause', { annotations })).id)
    const sizes: number[] = []
    const ids: string[] = []
    for await (const part of cri.streamContainers({ filter: { pod_sandbox_id: pod.id } })) {
      sizes.push(part.containers.length)
      for (const { id, annotations: kept } of part.containers) {
        expect(kept['crivet/large']).toHaveLength(MIB)
        ids.push(id)
      }
    }
    expect(ids.sort()).toEqual(created.sort())
    expect(sizes.length, 'messages').toBeGreaterThan(1)
  },
)
