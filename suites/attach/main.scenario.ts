import { eventually, expect, type ScenarioBody, type StreamProtocol, scenario } from 'crivet'

const OUTPUTS = { stdout: true, stderr: true }
const ALL = { stdin: true, ...OUTPUTS }

const output =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('lines forever 20 --stream both --interval-ms 100', {
      stdin: true,
    })
    const session = await streams.attach(container, { protocol, ...ALL })
    for (const source of [session.stdout, session.stderr]) {
      const [first, second] = [await source.until('\n'), await source.until('\n')]
      expect(Number(second.slice(0, 8)) - Number(first.slice(0, 8)), `${first}${second}`).toBe(2)
    }
    const [even, odd] = [await session.stdout.until('\n'), await session.stderr.until('\n')]
    expect([Number(even.slice(0, 8)) % 2, Number(odd.slice(0, 8)) % 2]).toEqual([0, 1])
  }

scenario('attach.main.output-spdy', { requirement: 'stream.attach.output' }, output('spdy'))

scenario(
  'attach.main.output-websocket',
  { requirement: 'stream.attach.output', feature: 'websocket-streaming' },
  output('websocket'),
)

const input =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('cat', { stdin: true })
    const first = await streams.attach(container, { protocol, ...ALL })
    await first.stdin.write('from the first\n')
    expect(await first.stdout.until('\n')).toBe('from the first\n')
    await first.close()
    await expect(container).toBeInState('CONTAINER_RUNNING')
    const second = await streams.attach(container, { protocol, ...ALL })
    await second.stdin.write('from the second\n')
    expect(await second.stdout.until('\n')).toBe('from the second\n')
  }

scenario('attach.main.input-spdy', { requirement: 'stream.attach.stdin' }, input('spdy'))

scenario(
  'attach.main.input-websocket',
  { requirement: 'stream.attach.stdin', feature: 'websocket-streaming' },
  input('websocket'),
)

const logged =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('cat', { stdin: true })
    const session = await streams.attach(container, { protocol, ...ALL })
    await session.stdin.write('seen and logged\n')
    expect(await session.stdout.until('\n')).toBe('seen and logged\n')
    expect(await container.logged('seen and logged')).toMatchObject({ stream: 'stdout' })
  }

scenario('attach.main.logged-spdy', { requirement: 'stream.attach.also-logged' }, logged('spdy'))

scenario(
  'attach.main.logged-websocket',
  { requirement: 'stream.attach.also-logged', feature: 'websocket-streaming' },
  logged('websocket'),
)

const detach =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('lines forever 20 --interval-ms 50', { stdin: true })
    for (const how of ['abrupt', 'orderly'] as const) {
      const session = await streams.attach(container, { protocol, ...ALL })
      await session.stdout.until('\n')
      await session.close(how)
    }
    const { length } = await container.log()
    await eventually('logLine', async () => {
      expect((await container.log()).length).toBeGreaterThan(length + 5)
    })
    await expect(container).toBeInState('CONTAINER_RUNNING')
  }

scenario(
  'attach.main.detach-spdy',
  { requirement: 'stream.attach.detach-leaves-running', needs: ['host'] },
  detach('spdy'),
)

scenario(
  'attach.main.detach-websocket',
  {
    requirement: 'stream.attach.detach-leaves-running',
    needs: ['host'],
    feature: 'websocket-streaming',
  },
  detach('websocket'),
)

const ends =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('lines forever 20 --interval-ms 50', { stdin: true })
    const session = await streams.attach(container, { protocol, ...ALL })
    await session.stdout.until('\n')
    await container.stop({ timeout: 0 })
    await session.finish()
    await expect(container).toBeInState('CONTAINER_EXITED')
  }

scenario(
  'attach.main.ends-spdy',
  { requirement: 'stream.attach.ends-with-container' },
  ends('spdy'),
)

scenario(
  'attach.main.ends-websocket',
  { requirement: 'stream.attach.ends-with-container', feature: 'websocket-streaming' },
  ends('websocket'),
)
