import { dirname, join } from 'node:path'
import { expect, scenario, seconds, unlessRefused } from 'crivet'

scenario(
  'pod.name.duplicate',
  { requirement: 'pod.run.duplicate-metadata-refused' },
  async ({ cri, pod, target }) => {
    const request = { config: pod.config, runtime_handler: target.handler }
    const again = await unlessRefused(cri.runPodSandbox(request))
    if (again) expect(again.pod_sandbox_id).toBe(pod.id)
    const { items } = await cri.listPodSandbox({ filter: { label_selector: pod.config.labels } })
    expect(items.map(({ id }) => id)).toEqual([pod.id])
    await expect(pod).toBeInState('SANDBOX_READY')
  },
)

scenario(
  'pod.name.duplicate-at-once',
  { requirement: 'pod.run.duplicate-metadata-refused', waits: true },
  async ({ cri, pods, target }) => {
    const request = { config: pods.config({ log_directory: '' }), runtime_handler: target.handler }
    // A runtime may let the others wait for the first until their deadline.
    const answers = await Promise.all(
      [1, 2, 3].map(() => unlessRefused(cri.runPodSandbox(request, { deadlineMs: seconds(20) }))),
    )
    const ids = new Set(answers.flatMap((answer) => (answer ? [answer.pod_sandbox_id] : [])))
    const filter = { label_selector: request.config.labels }
    const { items } = await cri.listPodSandbox({ filter })
    expect(items).toMatchObject([{ state: 'SANDBOX_READY' }])
    expect([...ids]).toEqual(items.map(({ id }) => id))
  },
)

scenario(
  'pod.name.next-attempt',
  { requirement: 'pod.run.new-attempt-allowed' },
  async ({ cri, pod: first, pods }) => {
    const attempt = (number: number) =>
      pods.run({ ...first.config, metadata: { ...first.config.metadata, attempt: number } })
    await first.stop()
    const second = await attempt(1)
    const { items } = await cri.listPodSandbox({ filter: { label_selector: first.config.labels } })
    const attempts = items.map(({ id, metadata, state }) => [id, metadata?.attempt, state])
    expect(attempts.sort()).toEqual(
      [
        [first.id, 0, 'SANDBOX_NOTREADY'],
        [second.id, 1, 'SANDBOX_READY'],
      ].sort(),
    )
    await first.remove()
    await second.stop()
    await second.remove()
    await expect(await attempt(0)).toBeInState('SANDBOX_READY')
  },
)

scenario(
  'pod.name.other-uid',
  { requirement: 'pod.run.same-name-other-uid' },
  async ({ pod, pods }) => {
    const { name, namespace } = pod.config.metadata
    const twin = await pods.run({ metadata: { name, namespace }, hostname: name })
    expect(twin.id).not.toBe(pod.id)
    await expect(pod).toBeInState('SANDBOX_READY')
    await expect(twin).toBeInState('SANDBOX_READY')
  },
)

scenario('pod.name.longest', { requirement: 'pod.run.longest-names' }, async ({ cri, pods }) => {
  // A kubelet's folder namespace_name_uid has 255 characters then, as many as file systems allow.
  const [name, namespace] = ['p'.repeat(154), 'n'.repeat(63)]
  const { log_directory, metadata } = pods.config()
  const folder = `${namespace}_${name}_${metadata.uid}`
  const pod = await pods.run({
    metadata: { name, namespace, uid: metadata.uid },
    hostname: name.slice(0, 63),
    log_directory: join(dirname(log_directory), folder),
  })
  const container = 'c'.repeat(63)
  const running = await pod.run('ignore-sigterm', {
    metadata: { name: container },
    log_path: `${container}/0.log`,
  })
  await running.logged('ready')
  expect((await running.exec('exit 3')).exitCode).toBe(3)
  const { items } = await cri.listPodSandbox({ filter: { id: pod.id } })
  expect(items).toMatchObject([{ metadata: { name, namespace, uid: metadata.uid } }])
  expect((await running.status()).metadata?.name).toBe(container)
})
