import { emit, eventually, expect, numberedLine, scenario, seconds } from 'crivet'

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const RFC3339_PRECISE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:\d\d)$/

scenario('log.format.fields', { requirement: 'log.format' }, async ({ sharedPod }) => {
  const container = await sharedPod.run(
    emit({ stdout: 'one\n\n  three  \n' }, { stderr: 'stdout F not a field\n' }),
  )
  await container.exited()
  const lines = await eventually('logLine', async () => {
    const seen = await container.log()
    expect(seen).toHaveLength(4)
    return seen
  })
  for (const { time, tag } of lines) {
    expect(time).toMatch(RFC3339)
    expect(tag).toMatch(/^F(:|$)/)
  }
  const textsOf = (stream: string) =>
    lines.filter((it) => it.stream === stream).map((it) => it.text)
  expect(textsOf('stdout')).toEqual(['one', '', '  three  '])
  expect(textsOf('stderr')).toEqual(['stdout F not a field'])
})

scenario('log.format.time', { requirement: 'log.timestamp-precise' }, async ({ sharedPod }) => {
  const startedAt = Date.now()
  const container = await sharedPod.run('lines 5 20 --interval-ms 200')
  await container.exited()
  await container.logged(numberedLine(4, 20))
  const times = (await container.log()).map(({ time }) => time)
  for (const time of times) expect(time).toMatch(RFC3339_PRECISE)
  const milliseconds = times.map((time) => Date.parse(time))
  expect(milliseconds).toEqual(milliseconds.toSorted((a, b) => a - b))
  expect(milliseconds[0]).toBeGreaterThanOrEqual(startedAt)
  expect(milliseconds.at(-1)).toBeLessThanOrEqual(Date.now())
  // A first line may be read late, while the machine is busy with the start.
  expect((milliseconds[4] ?? 0) - (milliseconds[0] ?? 0)).toBeWithin(seconds(0.4), seconds(4))
})

scenario('log.format.partial', { requirement: 'log.partial-tag' }, async ({ sharedPod }) => {
  const lengths = [4095, 4096, 4097, 16383, 16384, 16385, 32768, 1048576]
  const container = await sharedPod.run(`lines ${lengths.length} ${lengths}`)
  await container.exited()
  const wanted = lengths.map((length, index) => `${numberedLine(index, length)}\n`).join('')
  await eventually('logLine', async () => expect((await container.output()).stdout).toBe(wanted))
})

scenario(
  'log.format.unterminated-tail',
  { requirement: 'log.unterminated-tail' },
  async ({ sharedPod }) => {
    const pieces = [{ stdout: 'whole\nno newline' }, { stderr: 'nor here' }]
    const container = await sharedPod.run(emit(...pieces))
    await container.exited()
    await container.logged('no newline')
    await container.logged('nor here')
    const lines = await container.log()
    const last = (stream: string) => lines.findLast((line) => line.stream === stream)?.text
    expect([last('stdout'), last('stderr')]).toEqual(['no newline', 'nor here'])
    expect(lines).toHaveLength(3)
  },
)
