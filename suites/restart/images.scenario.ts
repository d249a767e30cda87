import { eventually, expect, scenario, unlessRefused } from 'crivet'

scenario(
  'restart.images.survive',
  { requirement: 'restart.images-survive', needs: ['restart'] },
  async ({ cri, image, runtime }) => {
    const reference = image.own('labels')
    const pulled = await image.pull(reference)
    const listed = () => image.listedFrom(reference)
    const [before, status] = [await listed(), await image.status(pulled.id)]
    expect(before).toHaveLength(1)
    await runtime.restart()
    expect(await listed()).toEqual(before)
    expect(await image.status(pulled.id)).toEqual(status)
    await cri.removeImage({ image: { image: reference } })
    expect(await image.find(reference)).toBeNull()
  },
)

scenario(
  'restart.images.cut-pull',
  {
    requirement: 'restart.images-survive',
    // The pull after the cut one did not end in time twice, on a busy machine: not understood yet.
    needs: ['private', 'restart', 'registry-faults', 'soak'],
  },
  async ({ cri, image, pod, runtime }) => {
    const reference = image.own('workload', { access: 'fault-stall-once' })
    const cut = unlessRefused(cri.pullImage({ image: { image: reference } }))
    await eventually('workload', async () => {
      const kinds = (await image.requests(reference)).map(({ kind }) => kind)
      expect(kinds).toContain('blob')
    })
    await runtime.kill()
    expect(await cut, 'the pull that was cut').toBeUndefined()
    await runtime.start()
    expect(await image.listedFrom(reference)).toEqual([])
    const use = await image.pull(reference)
    await expect(await pod.run('exit 4', { use })).toHaveExited({ code: 4 })
  },
)
