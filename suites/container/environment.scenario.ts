import { expect, type ProcessIdentity, scenario } from 'crivet'

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
  'container.environment.defaults',
  { requirement: 'container.process.env-defaults' },
  async ({ image, sharedPod }) => {
    const homes = { 'user-root': '/root', 'user-name': '/home/app' }
    for (const [name, home] of Object.entries(homes)) {
      const use = await image.shared(name)
      for (const tty of [false, true]) {
        const container = await sharedPod.run('pause', { use, tty })
        const { env } = await container.ask<ProcessIdentity>('identity 1')
        const set = ['HOME', 'HOSTNAME', 'PATH', 'TERM'].filter((each) => tty || each !== 'TERM')
        expect(env.map((each) => each.split('=')[0])).toEqual(expect.arrayContaining(set))
        expect(env).toContain(`HOME=${home}`)
        expect(env).toContain(`HOSTNAME=${sharedPod.config.hostname}`)
        expect(env.join('\n')).toMatch(/^PATH=(.*:)?\/bin(:|$)/m)
      }
    }
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
