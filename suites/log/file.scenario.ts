import { elapsed, expect, scenario, seconds } from 'crivet'

scenario(
  'log.file.at-its-path',
  {
    requirement: 'container.status.log-path',
    also: ['pod.run.log-directory-used', 'log.created-at-start'],
  },
  async ({ sharedPod, host }) => {
    const container = await sharedPod.run('pause')
    const { log_path } = await container.status()
    expect(log_path).toBe(container.logPath)
    expect(host.exists(log_path), `a file at ${log_path}`).toBe(true)
  },
)

scenario('log.file.kept', { requirement: 'log.kept-after-exit' }, async ({ pod }) => {
  const container = await pod.run('echo last words')
  await container.exited()
  await container.logged('last words')
  await pod.stop()
  expect(await container.output()).toEqual({ stdout: 'last words\n', stderr: '' })
})

scenario('log.file.private', { requirement: 'log.private-mode' }, async ({ sharedPod, host }) => {
  const container = await sharedPod.run('echo secret')
  await container.exited()
  await container.logged('secret')
  const mode = host.mode(container.logPath ?? '')
  expect(mode & 0o007, `mode ${mode.toString(8)}`).toBe(0)
})

scenario('log.file.prompt', { requirement: 'log.flush-latency' }, async ({ sharedPod }) => {
  const container = await sharedPod.run('on-signal USR1=continue')
  await container.logged('ready')
  await container.exec('kill 1 USR1')
  expect(await elapsed(() => container.logged('got USR1'))).toBeWithin(0, seconds(1))
  await expect(container).toBeInState('CONTAINER_RUNNING')
})

scenario(
  'log.file.none-asked-for',
  { requirement: 'pod.run.no-log-directory' },
  async ({ pods }) => {
    const withDirectory = await pods.run()
    const withoutDirectory = await pods.run({ log_directory: '' })
    for (const container of [
      await withDirectory.run('lines 100000 99', { log_path: '' }),
      await withoutDirectory.run('lines 100000 99', { log_path: '' }),
      await withoutDirectory.run('lines 100000 99'),
    ]) {
      await expect(container).toHaveExited({ code: 0 })
    }
  },
)
