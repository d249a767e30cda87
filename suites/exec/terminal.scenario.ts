import {
  type ContainerHandle,
  expect,
  type Inspection,
  parseFacts,
  type ScenarioBody,
  type StreamProtocol,
  type StreamsFixture,
  scenario,
} from 'crivet'

const TERMINAL = { stdin: true, stdout: true, tty: true }

const terminal =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    const inspect = await streams.exec(container, 'hold inspect', { protocol, ...TERMINAL })
    const { stdio } = parseFacts<Inspection>(await inspect.stdout.until('\n'))
    expect(stdio).toEqual({ stdin: 'tty', stdout: 'tty', stderr: 'tty' })

    // runc may set up its terminal after the command began: not what is asked here.
    const command = ['prompted', 'hold', 'print', '--stdout', 'out\n', '--stderr', 'err\n']
    const printing = await streams.exec(container, command, { protocol, ...TERMINAL })
    await printing.stdout.until('ready')
    await printing.stdin.write('\n')
    expect(await printing.stdout.until('err\r\n')).toMatch(/\nout\r\nerr\r\n$/)

    const waiting = await streams.exec(container, 'on-signal INT=9', { protocol, ...TERMINAL })
    await waiting.stdout.until('ready')
    await waiting.stdin.write('\u0003')
    expect((await waiting.finish()).status).toMatchObject({ exitCode: 9 })
  }

scenario('exec.terminal.merged-spdy', { requirement: 'stream.exec.tty' }, terminal('spdy'))

scenario(
  'exec.terminal.merged-websocket',
  { requirement: 'stream.exec.tty', feature: 'websocket-streaming' },
  terminal('websocket'),
)

const WHOLE = 'all of it\r\n'

const printed = async (
  streams: StreamsFixture,
  container: ContainerHandle,
  protocol: StreamProtocol,
) => {
  const command = ['print', '--stdout', 'all of it\n']
  const session = await streams.exec(container, command, { protocol, ...TERMINAL })
  return (await session.finish()).stdout.text
}

// That none is lost is asked below: a runtime that loses some in a race does not show it in ten commands each time.
const notAlwaysLost =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    const outputs: string[] = []
    for (let command = 1; command <= 10; command++)
      outputs.push(await printed(streams, container, protocol))
    expect(outputs).toContain(WHOLE)
  }

scenario(
  'exec.terminal.not-always-lost-spdy',
  { requirement: 'stream.exec.tty' },
  notAlwaysLost('spdy'),
)

scenario(
  'exec.terminal.not-always-lost-websocket',
  { requirement: 'stream.exec.tty', feature: 'websocket-streaming' },
  notAlwaysLost('websocket'),
)

// What is lost at a command's end is lost in a race: only many commands show it each time.
const shortLived =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    for (let round = 1; round <= 30; round++) {
      const commands = Array.from({ length: 20 }, () => printed(streams, container, protocol))
      for (const output of await Promise.all(commands)) expect(output, `round ${round}`).toBe(WHOLE)
    }
  }

scenario(
  'exec.terminal.short-lived-spdy',
  { requirement: 'stream.exec.tty-output-whole', needs: ['soak'], timeout: 'longScenario' },
  shortLived('spdy'),
)

scenario(
  'exec.terminal.short-lived-websocket',
  {
    requirement: 'stream.exec.tty-output-whole',
    feature: 'websocket-streaming',
    needs: ['soak'],
    timeout: 'longScenario',
  },
  shortLived('websocket'),
)

const resize =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    const session = await streams.exec(container, 'tty-size --watch', { protocol, ...TERMINAL })
    await session.stdout.until('size ')
    await session.resize({ width: 132, height: 43 })
    await session.stdout.until('size 132x43')
    await session.resize({ width: 61, height: 17 })
    await session.stdout.until('size 61x17')
  }

scenario('exec.terminal.resize-spdy', { requirement: 'stream.resize' }, resize('spdy'))

scenario(
  'exec.terminal.resize-websocket',
  { requirement: 'stream.resize', feature: 'websocket-streaming' },
  resize('websocket'),
)
