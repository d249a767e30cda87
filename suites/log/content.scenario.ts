import { emit, eventually, expect, firstOutOfOrder, numberedLine, scenario } from 'crivet'

const NEWLINE = 10
const ALL_BUT_NEWLINE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).filter(
  (byte) => byte !== NEWLINE,
)

scenario(
  'log.content.bytes-preserved',
  { requirement: 'log.bytes-preserved' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run(
      emit({ stdout: Buffer.concat([ALL_BUT_NEWLINE, Buffer.from('\n')]) }),
    )
    await container.exited()
    await eventually('logLine', async () => {
      const bytes = (await container.log()).map((line) => line.bytes)
      expect(Buffer.concat(bytes)).toEqual(Buffer.from(ALL_BUT_NEWLINE))
    })
  },
)

scenario(
  'log.content.carriage-return',
  { requirement: 'log.carriage-return-kept' },
  async ({ sharedPod }) => {
    const atTheLimit = `${'x'.repeat(16383)}\r\n`
    const plain = await sharedPod.run(emit({ stdout: `one\r\ntwo\r\r\n${atTheLimit}` }))
    const terminal = await sharedPod.run(emit({ stdout: 'one\n' }), { tty: true })
    await eventually('logLine', async () => {
      expect((await plain.output()).stdout).toBe(`one\r\ntwo\r\r\n${atTheLimit}`)
      expect((await terminal.output()).stdout).toBe('one\r\n')
    })
  },
)

scenario(
  'log.content.streams-split',
  { requirement: 'log.streams-split' },
  async ({ sharedPod }) => {
    const lengths = [100, 100, 20_000, 20_000]
    const container = await sharedPod.run(`lines 400 ${lengths} --stream both`)
    await container.exited()
    const lines = Array.from({ length: 400 }, (_, i) => `${numberedLine(i, lengths[i % 4] ?? 0)}\n`)
    const wanted = (odd: number) => lines.filter((_, index) => index % 2 === odd).join('')
    await eventually('logLine', async () => {
      expect(await container.output()).toEqual({ stdout: wanted(0), stderr: wanted(1) })
    })
  },
)

scenario('log.content.tty-merged', { requirement: 'log.tty-merged' }, async ({ sharedPod }) => {
  const container = await sharedPod.run(emit({ stdout: 'to out\n' }, { stderr: 'to err\n' }), {
    tty: true,
  })
  await container.exited()
  await container.logged('to err')
  const { stdout, stderr } = await container.output()
  expect(stdout.replaceAll('\r', '')).toBe('to out\nto err\n')
  expect(stderr).toBe('')
})

scenario(
  'log.content.whole-at-exit',
  { requirement: 'log.no-loss-at-exit' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('lines 100000 99')
    await container.exited()
    await eventually('logLine', async () => {
      const lines = (await container.output()).stdout.split('\n')
      expect(lines).toHaveLength(100_001)
      expect(firstOutOfOrder(lines.slice(0, -1), 99)).toBe(-1)
    })
  },
)

scenario(
  'log.content.exec-left-out',
  { requirement: 'log.exec-not-logged' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('on-signal USR1=continue')
    await container.logged('ready')
    await container.exec(['print', '--stdout', 'by exec\n', '--stderr', 'by exec\n'])
    await container.exec('kill 1 USR1')
    await container.logged('got USR1')
    expect((await container.log()).map(({ text }) => text)).toEqual(['ready', 'got USR1'])
  },
)
