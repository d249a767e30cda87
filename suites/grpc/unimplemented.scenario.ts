import { CriError, expect, scenario, seconds } from 'crivet'

const PROMPT = { deadlineMs: seconds(30) }
const OFFERED_OR_NOT = ['a true answer', 'UNIMPLEMENTED']

// What an optional RPC says; an empty answer is none where there is something to tell.
async function said(call: Promise<readonly unknown[] | object>): Promise<string> {
  try {
    const answer = await call
    return Array.isArray(answer) && answer.length === 0 ? 'an empty answer' : 'a true answer'
  } catch (error) {
    if (!(error instanceof CriError) || error.source === 'client') throw error
    return error.code
  }
}

async function first<T>(answers: AsyncIterable<T>): Promise<readonly T[]> {
  for await (const answer of answers) return [answer]
  return []
}

async function expectOfferedOrNot(calls: Readonly<Record<string, Promise<string>>>): Promise<void> {
  const answers = await Promise.all(
    Object.entries(calls).map(async ([rpc, call]) => [rpc, await call] as const),
  )
  for (const [rpc, answer] of answers) expect(OFFERED_OR_NOT, rpc).toContain(answer)
}

scenario(
  'grpc.unimplemented.kubelet-falls-back',
  { requirement: 'grpc.unimplemented-is-clean' },
  async ({ pod, cri }) => {
    await pod.run('pause')
    await expectOfferedOrNot({
      RuntimeConfig: said(
        cri.runtimeConfig({}, PROMPT).then(({ linux }) => (linux ? [linux] : [])),
      ),
      ListPodSandboxStats: said(
        cri.listPodSandboxStats({ filter: { id: pod.id } }, PROMPT).then(({ stats }) => stats),
      ),
      StreamPodSandboxes: said(first(cri.streamPodSandboxes({}, PROMPT))),
      StreamContainers: said(first(cri.streamContainers({}, PROMPT))),
      StreamContainerStats: said(first(cri.streamContainerStats({}, PROMPT))),
      StreamPodSandboxStats: said(
        first(cri.streamPodSandboxStats({ filter: { id: pod.id } }, PROMPT)),
      ),
      StreamImages: said(first(cri.streamImages({}, PROMPT))),
    })
  },
)

// Alone: these know no filter, and a runtime that falls over another scenario's container as it ends
// (CRI-O 1.36 does) is to be found out by the scenario about that.
scenario(
  'grpc.unimplemented.metrics',
  { requirement: 'grpc.unimplemented-elsewhere', needs: ['serial'] },
  async ({ pod, cri }) => {
    await pod.run('pause')
    await expectOfferedOrNot({
      ListMetricDescriptors: said(
        cri.listMetricDescriptors({}, PROMPT).then(({ descriptors }) => descriptors),
      ),
      ListPodSandboxMetrics: said(
        cri.listPodSandboxMetrics({}, PROMPT).then(({ pod_metrics }) => pod_metrics),
      ),
      StreamPodSandboxMetrics: said(first(cri.streamPodSandboxMetrics({}, PROMPT))),
    })
  },
)

scenario(
  'grpc.unimplemented.pod-figures',
  { requirement: 'grpc.unimplemented-elsewhere' },
  async ({ pod, cri }) => {
    const pod_sandbox_id = pod.id
    const stats = cri.podSandboxStats({ pod_sandbox_id }, PROMPT)
    const figures = said(stats.then((answer) => (answer.stats ? [answer.stats] : [])))
    expect(OFFERED_OR_NOT, 'PodSandboxStats').toContain(await figures)
    const request = { pod_sandbox_id, overhead: { cpu_shares: 2 }, resources: { cpu_shares: 1024 } }
    const resize = said(cri.updatePodSandboxResources(request, PROMPT))
    expect(OFFERED_OR_NOT, 'UpdatePodSandboxResources').toContain(await resize)
  },
)

scenario(
  'grpc.unimplemented.events',
  { requirement: 'grpc.unimplemented-elsewhere', needs: ['serial'] },
  async ({ sharedPod, cri }) => {
    // One that stays open is offered: whose events it would carry is for others to find out.
    const stayed = (error: unknown) => {
      if (error instanceof CriError && error.source === 'client') return 'a true answer'
      throw error
    }
    const [heard] = await Promise.all([
      said(first(cri.getContainerEvents({}, { deadlineMs: seconds(5) }))).catch(stayed),
      sharedPod.run('exit 0').then((container) => container.exited()),
    ])
    expect(OFFERED_OR_NOT, 'GetContainerEvents').toContain(heard)
  },
)

scenario(
  'grpc.unimplemented.checkpoint',
  { requirement: 'grpc.unimplemented-elsewhere', needs: ['host'] },
  async ({ sharedPod, cri, host }) => {
    const { id: container_id } = await sharedPod.run('sleep infinity')
    const location = `${host.folder()}/checkpoint.tar`
    const answer = said(cri.checkpointContainer({ container_id, location, timeout: 30 }))
    expect(OFFERED_OR_NOT, 'CheckpointContainer').toContain(await answer)
  },
)
