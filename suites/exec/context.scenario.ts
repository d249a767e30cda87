import { exitOf, expect, type Inspection, type ProcessIdentity, parseFacts, scenario } from 'crivet'

scenario(
  'exec.context.as-main-process',
  { requirement: 'exec.sync.context' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause', {
      envs: [{ key: 'CRIVET', value: 'of the container' }],
      working_dir: '/tmp',
      linux: {
        security_context: {
          run_as_user: { value: 1000 },
          run_as_group: { value: 2000 },
          supplemental_groups: [3000],
          no_new_privs: true,
          capabilities: { drop_capabilities: ['NET_RAW'] },
        },
      },
    })
    const ofMain = await container.ask<ProcessIdentity>('identity 1')
    expect(await container.ask<ProcessIdentity>('identity self')).toEqual(ofMain)
    expect(ofMain).toMatchObject({ cwd: '/tmp', noNewPrivs: '1', groups: ['2000', '3000'] })
    expect(ofMain.env).toContain('CRIVET=of the container')
  },
)

scenario('exec.context.no-shell', { requirement: 'exec.sync.no-shell' }, async ({ sharedPod }) => {
  const container = await sharedPod.run('pause', { envs: [{ key: 'PATH', value: '/bin:/' }] })
  const words = ['$HOME', '*', 'a  b', '; exit 3', '']
  const { stdout } = await container.execRaw(['workload', 'inspect', ...words])
  const { args } = parseFacts<Inspection>(Buffer.from(stdout).toString())
  expect(args).toEqual(['workload', 'inspect', ...words])
})

scenario(
  'exec.context.tty-container',
  { requirement: 'exec.sync.tty-container' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause', { tty: true })
    const { stdio, tty } = await container.inspect()
    expect([stdio.stdin, stdio.stdout, stdio.stderr, tty]).not.toContain('tty')
    expect(tty).toBeNull()
    const cmd = ['print', '--stdout', 'out\n', '--stderr', 'err\n']
    expect(await container.exec(cmd)).toEqual({ stdout: 'out\n', stderr: 'err\n', exitCode: 0 })
  },
)

scenario(
  'exec.context.main-unaffected',
  { requirement: 'exec.sync.main-unaffected' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('on-signal TERM=0')
    for (const command of ['exit 3', 'signal-self SEGV', 'signal-self KILL']) {
      expect(await exitOf(container.exec(command)), command).not.toBe(0)
    }
    await expect(container).toBeInState('CONTAINER_RUNNING')
    await container.stop({ timeout: 30 })
    await expect(container).toHaveExited({ code: 0 })
  },
)
