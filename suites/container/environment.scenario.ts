import { expect, scenario } from 'crivet'

scenario(
  'container.environment.from-config',
  { requirement: 'container.process.env-from-config' },
  async ({ sharedPod }) => {
    const values = { PLAIN: 'value', EMPTY: '', EQUALS: 'a=b=c', LINES: 'one\ntwo', TEXT: 'Ünï ✓' }
    const envs = Object.entries(values).map(([key, value]) => ({ key, value }))
    const { env } = await (await sharedPod.run('inspect', { envs })).inspected()
    expect(env.text).toEqual(
      expect.arrayContaining(envs.map(({ key, value }) => `${key}=${value}`)),
    )
  },
)

scenario(
  'container.environment.merged',
  { requirement: 'container.process.env-merge' },
  async ({ image, sharedPod }) => {
    const container = await sharedPod.run([], {
      use: await image.shared('entrypoint-cmd'),
      command: ['/workload', 'inspect'],
      envs: [{ key: 'OVERRIDE', value: 'from-config' }],
    })
    const { env } = await container.inspected()
    const named = env.text.filter((each) => /^(IMAGE_ONLY|OVERRIDE|EMPTY|PATH)=/.test(each))
    expect(named.sort()).toEqual([
      'EMPTY=',
      'IMAGE_ONLY=from-image',
      'OVERRIDE=from-config',
      'PATH=/image-path:/',
    ])
  },
)

scenario(
  'container.environment.bytes',
  { requirement: 'container.process.env-bytes' },
  async ({ sharedPod }) => {
    const value = Buffer.from(Array.from({ length: 128 }, (_, at) => 128 + at))
    const { env } = await (
      await sharedPod.run('inspect', { envs: [{ key: 'BYTES', value }] })
    ).inspected()
    const expected = Buffer.concat([Buffer.from('BYTES='), value]).toString('base64')
    expect(env.base64).toContain(expected)
  },
)
