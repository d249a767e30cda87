import { eventually, expect, scenario, unlessRefused } from 'crivet'

const NEWER = { unknownFields: true } as const

scenario(
  'grpc.request.unknown-fields',
  { requirement: 'grpc.unknown-fields-ignored' },
  async ({ cri, image, pods, sharedPod, target }) => {
    const reference = image.own('workload')
    const asked = { image: reference, user_specified_image: reference }
    const { image_ref: id } = await cri.pullImage({ image: asked }, NEWER)
    const sandbox_config = pods.config({ log_directory: '' })
    const { pod_sandbox_id } = await cri.runPodSandbox(
      { config: sandbox_config, runtime_handler: target.handler },
      NEWER,
    )
    const use = { id, reference }
    const config = await sharedPod.containerConfig('exit 7', { use, log_path: '' })
    const { container_id } = await cri.createContainer(
      { pod_sandbox_id, config, sandbox_config },
      NEWER,
    )
    await cri.startContainer({ container_id }, NEWER)
    await eventually('stateChange', async () => {
      const { status } = await cri.containerStatus({ container_id }, NEWER)
      expect(status).toMatchObject({ state: 'CONTAINER_EXITED', exit_code: 7 })
    })
    const listed = await cri.listContainers({ filter: { id: container_id } }, NEWER)
    expect(listed.containers.map((it) => it.id)).toEqual([container_id])
    await cri.stopPodSandbox({ pod_sandbox_id }, NEWER)
    await cri.removePodSandbox({ pod_sandbox_id }, NEWER)
    const { items } = await cri.listPodSandbox({ filter: { id: pod_sandbox_id } }, NEWER)
    expect(items).toEqual([])
  },
)

scenario(
  'grpc.request.empty-id',
  { requirement: 'grpc.empty-id-rejected' },
  async ({ cri, pod }) => {
    const created = await pod.create('pause')
    const config = await pod.containerConfig('pause')
    const container_id = ''
    const pod_sandbox_id = ''
    const cmd = ['/workload', 'exit', '0']
    await expect(cri.podSandboxStatus({ pod_sandbox_id })).toFailWith()
    await expect(cri.containerStatus({ container_id })).toFailWith()
    await expect(cri.startContainer({ container_id })).toFailWith()
    const request = { pod_sandbox_id, config, sandbox_config: pod.config }
    await expect(cri.createContainer(request)).toFailWith()
    await expect(cri.exec({ container_id, cmd, stdout: true })).toFailWith()
    await expect(cri.attach({ container_id, stdout: true })).toFailWith()
    // The server that the URL leads to may be the one that refuses.
    await unlessRefused(cri.portForward({ pod_sandbox_id, port: [8000] }))
    await expect(pod).toBeInState('SANDBOX_READY')
    await expect(created).toBeInState('CONTAINER_CREATED')
    const filter = { pod_sandbox_id: pod.id }
    expect((await cri.listContainers({ filter })).containers).toHaveLength(1)
  },
)

scenario(
  'grpc.request.nothing-in-it',
  { requirement: 'grpc.zero-value-config-no-crash' },
  async ({ cri, pod, target }) => {
    const container = await pod.run('pause')
    const { metadata } = pod.config
    const { id: pod_sandbox_id, config: sandbox_config } = pod
    const whole = await pod.containerConfig('pause')
    const partial = [{}, { metadata }, { ...whole, image: null }, { ...whole, metadata: null }]
    for (const call of [
      () => cri.runPodSandbox({}),
      () => cri.runPodSandbox({ config: {}, runtime_handler: target.handler }),
      () => cri.createContainer({}),
      () => cri.createContainer({ pod_sandbox_id }),
      () => cri.createContainer({ pod_sandbox_id, sandbox_config }),
      ...partial.map((config) => {
        return () => cri.createContainer({ pod_sandbox_id, config, sandbox_config })
      }),
      () => cri.pullImage({}),
      () => cri.pullImage({ image: {} }),
      () => cri.removeImage({}),
      () => cri.removeImage({ image: {} }),
      () => cri.updateContainerResources({}),
    ]) {
      await expect(call()).toFailWith()
      await cri.version({})
    }
    await expect(pod).toBeInState('SANDBOX_READY')
    await expect(container).toBeInState('CONTAINER_RUNNING')
  },
)
