import {
  eventually,
  expect,
  firstOutOfOrder,
  numberedLine,
  type RuntimeFixture,
  type ScenarioBody,
  scenario,
  wholeLines,
} from 'crivet'

// So slowly that the daemon holds no line that it has yet to write when it goes down.
const SLOWLY = 'lines forever 40 --interval-ms 500'
const FAST = 'lines forever 40 --interval-ms 1'

const continues =
  (goesDownAndUp: (runtime: RuntimeFixture) => Promise<void>): ScenarioBody =>
  async ({ pod, runtime }) => {
    const container = await pod.run(SLOWLY)
    await container.logged(numberedLine(1, 40))
    await goesDownAndUp(runtime)
    await container.logged(numberedLine((await container.log()).length + 2, 40))
    await container.stop({ timeout: 10 })
    expectUnbroken(await container.log())
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

scenario(
  'restart.logs.many-kills',
  { requirement: 'restart.logs-continue', needs: ['host', 'private', 'restart', 'soak'] },
  async ({ pod, runtime }) => {
    const container = await pod.run(FAST)
    for (let times = 0; times < 10; times++) {
      const { length } = await container.log()
      await eventually('logLine', async () =>
        expect((await container.log()).length).toBeGreaterThan(length + 100),
      )
      await runtime.kill()
      await runtime.start()
    }
    await container.stop({ timeout: 10 })
    expectUnbroken(await container.log())
  },
)

function expectUnbroken(lines: Parameters<typeof wholeLines>[0]): void {
  const texts = wholeLines(lines)
  const wrong = firstOutOfOrder(texts, 40)
  const at = texts.slice(Math.max(0, wrong - 1), wrong + 2)
  const numbers = at.map((text) => text.slice(0, 8)).join(', ')
  expect(wrong, `the first line of ${texts.length} that is not the next (${numbers})`).toBe(-1)
}
