import {
  eventually,
  expect,
  numberedLine,
  type RuntimeFixture,
  type ScenarioBody,
  scenario,
} from 'crivet'

const continues =
  (goesDownAndUp: (runtime: RuntimeFixture) => Promise<void>): ScenarioBody =>
  async ({ pod, runtime }) => {
    const container = await pod.run('lines forever 40 --interval-ms 10')
    await container.logged(numberedLine(20, 40))
    await goesDownAndUp(runtime)
    const { length } = await container.log()
    await eventually('logLine', async () => {
      expect((await container.log()).length).toBeGreaterThan(length + 20)
    })
    await container.stop({ timeout: 10 })
    const texts = (await container.log()).map(({ text }) => text)
    const wrong = texts.findIndex((text, index) => text !== numberedLine(index, 40))
    expect(texts.slice(wrong, wrong + 2), `line ${wrong} of ${texts.length}`).toEqual(
      texts.slice(wrong, wrong + 2).map((_, index) => numberedLine(wrong + index, 40)),
    )
  }

scenario(
  'restart.logs.continue',
  { requirement: 'restart.logs-continue' },
  continues((runtime) => runtime.restart()),
)

scenario(
  'restart.logs.continue-kill',
  { requirement: 'restart.logs-continue', needs: ['host', 'private', 'restart'] },
  continues(async (runtime) => {
    await runtime.kill()
    await runtime.start()
  }),
)

scenario(
  'restart.logs.reopened',
  { requirement: 'restart.logs-continue' },
  async ({ cri, host, pod, runtime }) => {
    const container = await pod.run('lines forever 40 --interval-ms 20')
    await container.logged(numberedLine(3, 40))
    await runtime.restart()
    const path = container.logPath ?? ''
    host.rename(path, `${path}.1`)
    await cri.reopenContainerLog({ container_id: container.id })
    await eventually('logLine', async () =>
      expect((await container.log()).length).toBeGreaterThan(5),
    )
    await container.stop({ timeout: 10 })
    const [first] = await container.log()
    const last = (await container.log(`${path}.1`)).at(-1)
    expect(Number(first?.text.slice(0, 8))).toBe(Number(last?.text.slice(0, 8)) + 1)
  },
)
