import { elapsed, expect, scenario, seconds } from 'crivet'

const BLOCKED_SECONDS = 30
// What nothing delays takes milliseconds, a pod a second or two.
const QUICK = seconds(10)

scenario(
  'concurrency.independent.beside-slow-ones',
  { requirement: 'concurrency.independent-pods', needs: ['soak', 'serial', 'registry-faults'] },
  async ({ cri, image, pod, pods }) => {
    const stubborn = await pod.run('ignore-sigterm')
    await stubborn.logged('ready')
    const [stalled, cancel] = [
      image.own('workload', { access: 'fault-stall' }),
      new AbortController(),
    ]
    const over: string[] = []
    const stop = stubborn.stop({ timeout: BLOCKED_SECONDS }).finally(() => over.push('stop'))
    const request = { image: { image: stalled } }
    const pull = cri.pullImage(request, { signal: cancel.signal }).finally(() => over.push('pull'))
    const ends = Promise.allSettled([stop, pull])
    await image.lastLayerAsked(stalled)
    const quick = async (what: string, action: () => Promise<unknown>) =>
      expect(await elapsed(action), `milliseconds of ${what}`).toBeLessThan(QUICK)
    await quick('Status', () => cri.status({}))
    await quick('ListPodSandbox', () => cri.listPodSandbox({}))
    await quick('ListContainers', () => cri.listContainers({}))
    await quick('ListImages', () => image.list())
    await quick('the life of another pod', async () => {
      const other = await pods.run()
      const container = await other.run('pause')
      await container.exec('exit 0')
      await container.stop({ timeout: 10 })
      await other.stop()
      await other.remove()
    })
    expect(over, 'what ended meanwhile').toEqual([])
    cancel.abort()
    expect((await ends).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  },
)
