import { type CriMethods, expect, scenario, unknownId } from 'crivet'

const CALLS: readonly ((cri: CriMethods, id: string) => Promise<unknown>)[] = [
  (cri, container_id) => cri.containerStats({ container_id }),
  (cri, container_id) => cri.execSync({ container_id, cmd: ['/workload', 'exit', '0'] }),
  (cri, container_id) => cri.startContainer({ container_id }),
  (cri, container_id) => cri.updateContainerResources({ container_id, linux: { cpu_shares: 2 } }),
  (cri, container_id) => cri.reopenContainerLog({ container_id }),
  (cri, container_id) => cri.exec({ container_id, cmd: ['/workload', 'exit', '0'], stdout: true }),
  (cri, container_id) => cri.attach({ container_id, stdout: true }),
]

scenario(
  'grpc.not-found.container',
  { requirement: 'grpc.not-found-code-elsewhere' },
  async ({ cri }) => {
    for (const call of CALLS) await expect(call(cri, unknownId())).toFailWith('NOT_FOUND')
  },
)

scenario(
  'grpc.not-found.pod',
  { requirement: 'grpc.not-found-code-elsewhere' },
  async ({ cri, sharedPod }) => {
    const config = await sharedPod.containerConfig('pause')
    const pod_sandbox_id = unknownId()
    const request = { pod_sandbox_id, config, sandbox_config: sharedPod.config }
    await expect(cri.createContainer(request)).toFailWith('NOT_FOUND')
  },
)
