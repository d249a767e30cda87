import { expect, type Fixtures, scenario } from 'crivet'

scenario(
  'pod.host-root.private',
  { requirement: 'pod.stop.root-mounted-elsewhere' },
  async ({ pods }) => endsBeside(pods, 'PROPAGATION_PRIVATE'),
)

scenario(
  'pod.host-root.from-host',
  { requirement: 'pod.stop.root-mounted-elsewhere', feature: 'shared-host-root' },
  async ({ pods }) => endsBeside(pods, 'PROPAGATION_HOST_TO_CONTAINER'),
)

scenario(
  'pod.host-root.both-ways',
  { requirement: 'pod.stop.root-mounted-elsewhere', feature: 'shared-host-root' },
  async ({ pods }) => endsBeside(pods, 'PROPAGATION_BIDIRECTIONAL'),
)

/** Ends pods made before and after a container of another pod that holds the host's root. */
async function endsBeside(
  pods: Fixtures['pods'],
  propagation:
    | 'PROPAGATION_PRIVATE'
    | 'PROPAGATION_HOST_TO_CONTAINER'
    | 'PROPAGATION_BIDIRECTIONAL',
): Promise<void> {
  const privileged = { linux: { security_context: { privileged: true } } }
  const before = await pods.run()
  const holder = await pods.run(privileged)
  await before.run('pause')
  const mounts = [{ host_path: '/', container_path: '/host', readonly: true, propagation }]
  await holder.run('pause', { mounts, ...privileged })
  const after = await pods.run()
  await after.run('pause')
  for (const pod of [before, after]) {
    await expect(pod).toBeInState('SANDBOX_READY')
    await pod.stop()
    await expect(pod).toBeInState('SANDBOX_NOTREADY')
    await pod.remove()
    await expect(pod.status()).toFailWith('NOT_FOUND')
  }
}
