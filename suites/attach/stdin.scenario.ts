import {
  elapsed,
  eventually,
  expect,
  type ScenarioBody,
  type StreamProtocol,
  scenario,
  seconds,
} from 'crivet'

const OUTPUTS = { stdout: true, stderr: true }
const ALL = { stdin: true, ...OUTPUTS }

scenario(
  'attach.stdin.once-spdy',
  { requirement: 'container.process.stdin-once' },
  async ({ sharedPod, streams }) => {
    const once = await sharedPod.run('cat', { stdin: true, stdin_once: true })
    const first = await streams.attach(once, { protocol: 'spdy', ...ALL })
    await first.stdin.write('the only one\n')
    expect(await first.stdout.until('\n')).toBe('the only one\n')
    await first.stdin.end()
    await expect(once).toHaveExited({ code: 0 })

    const again = await sharedPod.run('cat', { stdin: true })
    const leaving = await streams.attach(again, { protocol: 'spdy', ...ALL })
    await leaving.stdin.write('one\n')
    expect(await leaving.stdout.until('\n')).toBe('one\n')
    await leaving.stdin.end()
    const second = await streams.attach(again, { protocol: 'spdy', ...ALL })
    await second.stdin.write('two\n')
    expect(await second.stdout.until('\n')).toBe('two\n')
  },
)

const without =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    for (const stdin_once of [false, true]) {
      const container = await sharedPod.run('cat', { stdin: true, stdin_once })
      const watching = await streams.attach(container, { protocol, ...OUTPUTS })
      const writing = await streams.attach(container, { protocol, ...ALL })
      const heard = watching.stdout.until('\n')
      const settled = Promise.allSettled([heard]).then(() => 'settled')
      // A server answers before it has taken a client in: what was written until then is not for that one.
      await eventually('workload', async () => {
        await writing.stdin.write('still open\n')
        expect(await writing.stdout.until('\n')).toBe('still open\n')
        expect(await Promise.race([settled, 'silent'])).toBe('settled')
      })
      expect(await heard).toBe('still open\n')
      await expect(container).toBeInState('CONTAINER_RUNNING')
    }
  }

scenario(
  'attach.stdin.without-spdy',
  { requirement: 'stream.attach.without-stdin' },
  without('spdy'),
)

scenario(
  'attach.stdin.without-websocket',
  { requirement: 'stream.attach.without-stdin', feature: 'websocket-streaming' },
  without('websocket'),
)

const slow =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('cat', { stdin: true })
    await streams.attach(container, { protocol, stdin: true, stdout: true })
    const reading = await streams.attach(container, { protocol, stdin: true, stdout: true })
    const line = `${'x'.repeat(65_535)}\n`
    const took = await elapsed(async () => {
      for (let count = 0; count < 200; count++) {
        await reading.stdin.write(line)
        await reading.stdout.until('\n')
      }
    })
    expect(took).toBeWithin(0, seconds(30))
  }

scenario(
  'attach.stdin.slow-spdy',
  { requirement: 'stream.attach.slow-client', waits: true },
  slow('spdy'),
)

scenario(
  'attach.stdin.slow-websocket',
  { requirement: 'stream.attach.slow-client', feature: 'websocket-streaming', waits: true },
  slow('websocket'),
)
