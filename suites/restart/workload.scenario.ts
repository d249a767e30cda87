import { connect } from 'node:net'
import { eventually, expect, scenario } from 'crivet'

scenario(
  'restart.workload.runs-on',
  { requirement: 'restart.workload-runs-on', needs: ['host', 'restart'] },
  async ({ host, pod, runtime, unique }) => {
    const mark = unique('kept')
    const container = await pod.run(['sleep', 'infinity', mark])
    const pid = await host.processes.one(mark)
    const { started_at } = await container.status()
    await runtime.restart()
    await expect(pod).toBeInState('SANDBOX_READY')
    expect(host.processes.with(mark)).toEqual([pid])
    expect(await container.status()).toMatchObject({ state: 'CONTAINER_RUNNING', started_at })
  },
)

scenario(
  'restart.workload.connection-kept',
  { requirement: 'restart.workload-runs-on', needs: ['host', 'restart'] },
  async ({ pod, runtime }) => {
    const server = await pod.run('serve-tcp 8000 --echo')
    await server.logged('ready')
    const socket = connect(8000, (await pod.status()).network?.ip)
    let echoed = ''
    // One that is cut shows as an echo that does not come.
    socket.setEncoding('utf8').on('error', () => undefined)
    socket.on('data', (text) => {
      echoed += text
    })
    socket.write('before')
    await eventually('workload', () => expect(echoed).toBe('before'))
    await runtime.restart()
    socket.write(', after')
    await eventually('workload', () => expect(echoed).toBe('before, after'))
    socket.destroy()
  },
)
