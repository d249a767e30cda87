import { expect, type RuntimeFixture, type ScenarioBody, scenario } from 'crivet'

const whileDown =
  (goesDown: (runtime: RuntimeFixture) => Promise<void>): ScenarioBody =>
  async ({ cri, host, pod, runtime, unique }) => {
    const mark = unique('exits')
    const container = await pod.run(['on-signal', 'TERM=7', `USR1=${mark}`])
    await container.logged('ready')
    const pid = await host.processes.one(mark)
    await goesDown(runtime)
    const before = Date.now()
    process.kill(pid, 'SIGTERM')
    await host.processes.noneWith(mark)
    await runtime.start()
    const { exit_code, finished_at } = await container.exited()
    expect(exit_code).toBe(7)
    expect(finished_at).toBeTimeBetween(before, Date.now())
    const { containers } = await cri.listContainers({ filter: { id: container.id } })
    expect(containers).toMatchObject([{ state: 'CONTAINER_EXITED' }])
  }

scenario(
  'restart.exit.while-down',
  { requirement: 'restart.exit-while-down', needs: ['host', 'private', 'restart'] },
  whileDown((runtime) => runtime.terminate()),
)

scenario(
  'restart.exit.after-kill',
  { requirement: 'restart.exit-while-down', needs: ['host', 'private', 'restart'] },
  whileDown((runtime) => runtime.kill()),
)
