import {
  expect,
  type ScenarioBody,
  type StreamProtocol,
  scenario,
  unknownId,
  unlessRefused,
} from 'crivet'

const CMD = ['/workload', 'append', '/tmp/count', 'x']

scenario(
  'exec.invalid.no-streams',
  { requirement: 'stream.one-stream-required' },
  async ({ sharedPod, cri }) => {
    const { id: container_id } = await sharedPod.run('pause', { stdin: true })
    await expect(cri.exec({ container_id, cmd: CMD })).toFailWith()
    await expect(cri.attach({ container_id })).toFailWith()
  },
)

scenario(
  'exec.invalid.tty-and-stderr',
  { requirement: 'stream.tty-and-stderr' },
  async ({ sharedPod, cri }) => {
    const { id: container_id } = await sharedPod.run('pause', { stdin: true, tty: true })
    const both = { container_id, stdin: true, stdout: true, stderr: true, tty: true }
    await expect(cri.exec({ cmd: CMD, ...both })).toFailWith()
    await expect(cri.attach(both)).toFailWith()
  },
)

const startFailure =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    const request = { container_id: container.id, cmd: ['/nope'], stdout: true, stderr: true }
    const url = await unlessRefused(streams.execUrl(request))
    if (url === undefined) return
    const session = await streams.open(url, { protocol, stdout: true, stderr: true })
    expect((await session.finish()).status.status).toBe('Failure')
  }

scenario(
  'exec.invalid.missing-program-spdy',
  { requirement: 'stream.exec.start-failure' },
  startFailure('spdy'),
)

scenario(
  'exec.invalid.missing-program-websocket',
  { requirement: 'stream.exec.start-failure', feature: 'websocket-streaming' },
  startFailure('websocket'),
)

const notRunning =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const exited = await sharedPod.run('exit 0')
    await exited.exited()
    const outputs = { stdout: true, stderr: true }
    for (const container_id of [exited.id, unknownId()]) {
      for (const url of [
        await unlessRefused(streams.execUrl({ container_id, cmd: CMD, ...outputs })),
        await unlessRefused(streams.attachUrl({ container_id, ...outputs })),
      ]) {
        if (url === undefined) continue
        const ended = await streams
          .open(url, { protocol, ...outputs })
          .then((session) => session.finish())
          .then(({ status }) => status.status)
          .catch((error: unknown) => error)
        if (ended !== 'Failure') expect(ended).toMatchObject({ kind: 'refused' })
      }
    }
  }

scenario('exec.invalid.not-running-spdy', { requirement: 'stream.not-running' }, notRunning('spdy'))

scenario(
  'exec.invalid.not-running-websocket',
  { requirement: 'stream.not-running', feature: 'websocket-streaming' },
  notRunning('websocket'),
)
