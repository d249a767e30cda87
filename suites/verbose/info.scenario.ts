import { type ContainerHandle, type CriMethods, expect, scenario } from 'crivet'

scenario('verbose.info.json', { requirement: 'verbose.info-json' }, async ({ cri, sharedPod }) => {
  for (const info of await infos(cri, await sharedPod.run('pause'), true)) {
    const texts = Object.values(info)
    expect(texts).not.toEqual([])
    for (const text of texts) expect(() => JSON.parse(text), text).not.toThrow()
  }
})

scenario(
  'verbose.info.not-asked-for',
  { requirement: 'verbose.off-info-empty' },
  async ({ cri, sharedPod }) => {
    for (const info of await infos(cri, await sharedPod.run('pause'), false)) {
      expect(info).toEqual({})
    }
  },
)

/** What the four calls that take `verbose` answer in `info`. */
async function infos(cri: CriMethods, { id, pod, config }: ContainerHandle, verbose: boolean) {
  const image = { image: config.image?.image ?? '' }
  const answers = await Promise.all([
    cri.status({ verbose }),
    cri.podSandboxStatus({ pod_sandbox_id: pod.id, verbose }),
    cri.containerStatus({ container_id: id, verbose }),
    cri.imageStatus({ image, verbose }),
  ])
  return answers.map(({ info }) => info)
}
