import { expect, scenario, unknownId } from 'crivet'

scenario('update.pod.accepted', { requirement: 'update.pod-sandbox' }, async ({ cri, pod }) => {
  const container = await pod.run('pause', {
    linux: { resources: { cpu_shares: 256, memory_limit_in_bytes: 128 * 1024 * 1024 } },
  })
  const { cgroup } = await container.inspect()
  const resources = { cpu_shares: 512, memory_limit_in_bytes: 256 * 1024 * 1024 }
  await cri.updatePodSandboxResources({
    pod_sandbox_id: pod.id,
    resources,
    overhead: { cpu_shares: 2 },
  })
  expect((await container.inspect()).cgroup.limits).toEqual(cgroup.limits)
  await expect(pod).toBeInState('SANDBOX_READY')
  await expect(
    cri.updatePodSandboxResources({ pod_sandbox_id: unknownId(), resources }),
  ).toFailWith()
})
