import {
  elapsed,
  eventually,
  expect,
  firstOutOfOrder,
  numberedLine,
  scenario,
  seconds,
  unknownId,
  unlessRefused,
  wholeLines,
} from 'crivet'

scenario(
  'log.reopen.switches-file',
  { requirement: 'log.reopen.switches-file' },
  async ({ sharedPod, host, cri }) => {
    const container = await sharedPod.run('lines forever 40 --stream both --interval-ms 20')
    await container.logged(numberedLine(3, 40))
    const path = container.logPath ?? ''
    host.rename(path, `${path}.1`)
    await cri.reopenContainerLog({ container_id: container.id })
    await eventually('logLine', async () => {
      const { stdout, stderr } = await container.output()
      expect([stdout, stderr]).not.toContain('')
    })
    const old = host.read(`${path}.1`)
    const { length } = await container.log()
    await eventually('logLine', async () => {
      expect((await container.log()).length).toBeGreaterThan(length + 10)
    })
    expect(host.read(`${path}.1`)).toBe(old)
  },
)

scenario(
  'log.reopen.no-loss',
  { requirement: 'log.reopen.no-loss' },
  async ({ sharedPod, host, cri }) => {
    const container = await sharedPod.run('lines forever 99 --interval-ms 1')
    const path = container.logPath ?? ''
    const files = Array.from({ length: 50 }, (_, index) => `${path}.${index}`)
    for (const file of files) {
      await eventually('logLine', async () => expect(await container.log()).not.toEqual([]))
      host.rename(path, file)
      await cri.reopenContainerLog({ container_id: container.id })
    }
    await container.stop({ timeout: 10 })
    const lines = await Promise.all([...files, path].map((file) => container.log(file)))
    const texts = wholeLines(lines.flat())
    expect(texts.length).toBeGreaterThan(files.length)
    const wrong = firstOutOfOrder(texts, 99)
    expect(texts[wrong], `line ${wrong} over all files`).toBeUndefined()
  },
)

scenario(
  'log.reopen.created-container',
  { requirement: 'log.reopen.not-running' },
  async ({ sharedPod, host, cri }) => {
    const container = await sharedPod.create('pause')
    const answer = await unlessRefused(cri.reopenContainerLog({ container_id: container.id }))
    expect(host.exists(container.logPath ?? ''), 'a fresh file').toBe(answer !== undefined)
  },
)

scenario(
  'log.reopen.exited-container',
  { requirement: 'log.reopen.not-running' },
  async ({ sharedPod, host, cri }) => {
    const container = await sharedPod.run('echo done')
    await container.exited()
    await container.logged('done')
    const path = container.logPath ?? ''
    host.rename(path, `${path}.1`)
    const answer = await unlessRefused(cri.reopenContainerLog({ container_id: container.id }))
    expect(host.exists(path), 'a fresh file').toBe(answer !== undefined)
    expect((await container.log(`${path}.1`)).map(({ text }) => text)).toEqual(['done'])
  },
)

scenario(
  'log.reopen.unknown-container',
  { requirement: 'log.reopen.not-running', needs: [] },
  async ({ cri }) => {
    await expect(cri.reopenContainerLog({ container_id: unknownId() })).toFailWith()
  },
)

scenario(
  'log.reopen.during-stop',
  { requirement: 'log.reopen.during-stop' },
  async ({ sharedPod, host, cri }) => {
    const container = await sharedPod.run('graceful 4000')
    await container.logged('ready')
    const path = container.logPath ?? ''
    const stopping = container.stop({ timeout: 20 })
    await container.logged('stopping')
    host.rename(path, `${path}.1`)
    const took = await elapsed(() => cri.reopenContainerLog({ container_id: container.id }))
    expect(took).toBeWithin(0, seconds(2))
    await stopping
    await container.logged('stopped')
    const before = (await container.log(`${path}.1`)).map(({ text }) => text)
    expect(before).toEqual(['ready', 'stopping'])
  },
)
