import { expect, type ScenarioBody, type StreamProtocol, scenario } from 'crivet'

const TERMINAL = { stdin: true, stdout: true, tty: true }

const resize =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('tty-size --watch', { stdin: true, tty: true })
    const session = await streams.attach(container, { protocol, ...TERMINAL })
    // The terminal's echo: output arrives from here on. CRI-O passes on a size before it is attached.
    await session.stdin.write('?')
    await session.stdout.until('?')
    await session.resize({ width: 132, height: 43 })
    await session.stdout.until('size 132x43')
    await session.resize({ width: 61, height: 17 })
    await session.stdout.until('size 61x17')
  }

scenario('attach.terminal.resize-spdy', { requirement: 'stream.resize' }, resize('spdy'))

scenario(
  'attach.terminal.resize-websocket',
  { requirement: 'stream.resize', feature: 'websocket-streaming' },
  resize('websocket'),
)

scenario(
  'attach.terminal.mismatch',
  { requirement: 'stream.attach.tty-must-match' },
  async ({ sharedPod, streams }) => {
    const plain = await sharedPod.run('cat', { stdin: true })
    const terminal = await sharedPod.run('cat', { stdin: true, tty: true })
    const ways = [
      { container: plain, dial: { protocol: 'spdy', ...TERMINAL } },
      { container: terminal, dial: { protocol: 'spdy', ...TERMINAL, tty: false } },
    ] as const
    for (const { container, dial } of ways) {
      await streams.attach(container, dial).then(
        (session) => session.close(),
        // Refused is as good as treated as the container's.
        () => undefined,
      )
      await expect(container).toBeInState('CONTAINER_RUNNING')
      expect((await container.exec('echo healthy')).stdout).toContain('healthy')
    }
  },
)
