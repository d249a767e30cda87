import {
  type DigestFacts,
  elapsed,
  eventually,
  expect,
  type ProcessFacts,
  type ProcessIdentity,
  parseFacts,
  type ScenarioBody,
  type StreamProtocol,
  scenario,
  seconds,
} from 'crivet'

const OUTPUTS = { stdout: true, stderr: true }

// A terminal may bring the variable with it.
const withoutTerm = (identity: ProcessIdentity) => ({
  ...identity,
  env: identity.env.filter((variable) => !variable.startsWith('TERM=')),
})

const context =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause', {
      envs: [{ key: 'CRIVET', value: 'of the container' }],
      working_dir: '/tmp',
      linux: { security_context: { run_as_user: { value: 1000 }, no_new_privs: true } },
    })
    const ofMain = withoutTerm(await container.ask<ProcessIdentity>('identity 1'))
    expect(ofMain).toMatchObject({ cwd: '/tmp', noNewPrivs: '1' })
    for (const tty of [false, true]) {
      // A terminal comes with stdin, as kubectl asks for it.
      const asked = { protocol, stdout: true, stdin: tty, tty }
      // It stays while it is read: whether all of a short command arrives is another scenario's.
      const session = await streams.exec(
        container,
        tty ? 'hold identity self' : 'identity self',
        asked,
      )
      const printed = await session.stdout.until('\n')
      const identity = parseFacts<ProcessIdentity>(printed)
      expect(withoutTerm(identity), `tty: ${tty}`).toEqual(ofMain)
    }
  }

scenario('exec.session.context-spdy', { requirement: 'stream.exec.context' }, context('spdy'))

scenario(
  'exec.session.context-websocket',
  { requirement: 'stream.exec.context', feature: 'websocket-streaming' },
  context('websocket'),
)

const parallel =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ pod, streams }) => {
    const container = await pod.run('pause')
    const sessions = Array.from({ length: 20 }, async (_, index) => {
      const command = `random 200000 --seed ${index}`
      const session = await streams.exec(container, command, { protocol, ...OUTPUTS })
      const { stdout, stderr } = await session.finish()
      const { bytes, sha256 } = parseFacts<DigestFacts>(stderr.text)
      expect([stdout.totalBytes, stdout.sha256], `session ${index}`).toEqual([bytes, sha256])
    })
    await Promise.all(sessions)
  }

scenario('exec.session.parallel-spdy', { requirement: 'stream.exec.concurrent' }, parallel('spdy'))

scenario(
  'exec.session.parallel-websocket',
  { requirement: 'stream.exec.concurrent', feature: 'websocket-streaming' },
  parallel('websocket'),
)

const backgroundChild =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    const session = await streams.exec(container, 'background-child 20', { protocol, ...OUTPUTS })
    expect(await elapsed(() => session.finish())).toBeWithin(0, seconds(5))
  }

scenario(
  'exec.session.background-child-spdy',
  { requirement: 'stream.exec.background-child', waits: true },
  backgroundChild('spdy'),
)

scenario(
  'exec.session.background-child-websocket',
  { requirement: 'stream.exec.background-child', feature: 'websocket-streaming', waits: true },
  backgroundChild('websocket'),
)

const clientLeaves =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    for (let count = 0; count < 10; count++) {
      const session = await streams.exec(container, 'spawn 0', { protocol, ...OUTPUTS })
      await session.stdout.until('ready')
      await session.close('abrupt')
    }
    await expect(container).toBeInState('CONTAINER_RUNNING')
    const after = await streams.exec(container, 'echo still here', { protocol, ...OUTPUTS })
    expect((await after.finish()).stdout.text).toBe('still here\n')
  }

scenario(
  'exec.session.client-leaves-spdy',
  { requirement: 'stream.exec.client-disconnect', needs: [], waits: true },
  clientLeaves('spdy'),
)

scenario(
  'exec.session.client-leaves-websocket',
  {
    requirement: 'stream.exec.client-disconnect',
    waits: true,
    needs: [],
    feature: 'websocket-streaming',
  },
  clientLeaves('websocket'),
)

const containerStops =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('cat', { stdin: true })
    const exec = await streams.exec(container, 'sleep infinity', { protocol, ...OUTPUTS })
    const attached = await streams.attach(container, { protocol, stdin: true, ...OUTPUTS })
    await eventually('workload', async () => {
      const processes = await container.ask<readonly ProcessFacts[]>('ps')
      expect(processes.map(({ args }) => args[1])).toContain('sleep')
    })
    expect([exec.stdout.endedBy, attached.stdout.endedBy]).toEqual([undefined, undefined])
    await container.stop({ timeout: 0 })
    const ends = [exec.finish(), attached.finish()]
    expect(await elapsed(() => Promise.allSettled(ends))).toBeWithin(0, seconds(10))
  }

scenario(
  'exec.session.container-stops-spdy',
  { requirement: 'container.stop.frees-exec-and-attach' },
  containerStops('spdy'),
)

scenario(
  'exec.session.container-stops-websocket',
  { requirement: 'container.stop.frees-exec-and-attach', feature: 'websocket-streaming' },
  containerStops('websocket'),
)
