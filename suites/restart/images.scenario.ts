import { expect, scenario, unlessRefused } from 'crivet'

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
    needs: ['private', 'restart', 'registry-faults'],
  },
  async ({ cri, image, pod, runtime }) => {
    const reference = image.own('workload', { access: 'fault-stall-once' })
    const cut = unlessRefused(cri.pullImage({ image: { image: reference } }))
    // What was not asked for yet would stall the next pull.
    await image.lastLayerAsked(reference)
    await runtime.kill()
    expect(await cut, 'the pull that was cut').toBeUndefined()
    await runtime.start()
    expect(await image.listedFrom(reference)).toEqual([])
    const use = await image.pull(reference)
    await expect(await pod.run('exit 4', { use })).toHaveExited({ code: 4 })
  },
)
