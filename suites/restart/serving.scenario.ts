import { expect, scenario, seconds } from 'crivet'

scenario(
  'restart.serving.lists-complete',
  { requirement: 'restart.ready-when-serving' },
  async ({ pod, runtime }) => {
    const containers = [await pod.run('pause'), await pod.run('exit 0'), await pod.create('pause')]
    const options = { deadlineMs: seconds(10) }
    const lists = await runtime.askedWhileRestarting(async (cri) => [
      ...(await cri.listContainers({}, options)).containers,
      ...(await cri.listPodSandbox({}, options)).items,
    ])
    expect(lists).not.toEqual([])
    for (const [index, list] of lists.entries()) {
      const ids = list.map(({ id }) => id)
      const ours = [pod, ...containers].map(({ id }) => id)
      expect(ids, `answer ${index} of ${lists.length}`).toEqual(expect.arrayContaining(ours))
    }
  },
)
