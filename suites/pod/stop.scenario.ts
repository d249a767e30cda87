import { expect, scenario } from 'crivet'

scenario('pod.stop.not-ready', { requirement: 'pod.stop.state-notready' }, async ({ pod }) => {
  await pod.stop()
  await expect(pod).toBeInState('SANDBOX_NOTREADY')
})

scenario(
  'pod.stop.kills-containers',
  { requirement: 'pod.stop.kills-containers' },
  async ({ pod }) => {
    const container = await pod.run('ignore-sigterm')
    await pod.stop()
    await expect(container).toBeInState('CONTAINER_EXITED')
  },
)

scenario('pod.stop.twice', { requirement: 'pod.stop.idempotent' }, async ({ pod }) => {
  await pod.stop()
  await pod.stop()
  await pod.remove()
  await pod.stop()
})
