import { expect, scenario } from 'crivet'

scenario(
  'walkthrough.crictl.pod-and-container',
  { requirement: 'pod.run.ready-on-return' },
  async ({ cri, image, pods, configFile }) => {
    // crictl pull
    const reference = image.own('workload')
    await image.pull(reference)
    expect((await image.status(reference)).repo_tags).toEqual([reference])
    // crictl runp pod.yaml, crictl pods
    const pod = await pods.run(configFile.pod('pod.yaml'))
    const [listed] = (await cri.listPodSandbox({ filter: { id: pod.id } })).items
    expect(listed).toMatchObject({ state: 'SANDBOX_READY', metadata: pod.config.metadata })
    // crictl create POD container.yaml pod.yaml, crictl start
    const use = { id: reference, reference }
    const container = await pod.create([], { use, ...configFile.container('container.yaml') })
    await expect(container).toBeInState('CONTAINER_CREATED')
    await container.start()
    await expect(container).toBeInState('CONTAINER_RUNNING')
    // crictl exec, crictl logs
    const { stdout, exitCode } = await container.exec('echo hello')
    expect({ stdout, exitCode }).toEqual({ stdout: 'hello\n', exitCode: 0 })
    expect(await container.logged('ready')).toMatchObject({ stream: 'stdout', tag: 'F' })
    // crictl stop, rm, stopp, rmp, rmi
    await container.stop({ timeout: 10 })
    await expect(container).toHaveExited({ code: 0 })
    await container.remove()
    await expect(container.status()).toFailWith('NOT_FOUND')
    await pod.stop()
    await expect(pod).toBeInState('SANDBOX_NOTREADY')
    await pod.remove()
    await expect(pod.status()).toFailWith('NOT_FOUND')
    await cri.removeImage({ image: { image: reference } })
    expect(await image.find(reference)).toBeNull()
  },
)
