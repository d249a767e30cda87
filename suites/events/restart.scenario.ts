import { eventually, expect, scenario } from 'crivet'

scenario(
  'events.restart.new-subscription',
  { requirement: 'events.during-restart', needs: ['host', 'private', 'restart'] },
  async ({ cri, events, host, pod, runtime, unique }) => {
    const mark = unique('exits')
    const container = await pod.run(['on-signal', 'TERM=7', `USR1=${mark}`])
    await container.logged('ready')
    const pid = await host.processes.one(mark)
    await runtime.terminate()
    process.kill(pid, 'SIGTERM')
    await host.processes.noneWith(mark)
    await runtime.start()
    const after = await events.again()
    await container.exited()
    const { containers } = await cri.listContainers({ filter: { id: container.id } })
    expect(containers).toMatchObject([{ state: 'CONTAINER_EXITED' }])
    const later = await pod.run('exit 0')
    await eventually('event', () => {
      const types = after.of(later.id).map((event) => event.container_event_type)
      expect(types).toContain('CONTAINER_STOPPED_EVENT')
    })
  },
)
