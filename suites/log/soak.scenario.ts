import { eventually, expect, numberedLine, scenario } from 'crivet'

// 256 MiB: each line with its newline has 8 KiB.
const LINES = 32_768
const LENGTH = 8_191

scenario(
  'log.soak.no-loss',
  { requirement: 'log.no-loss-under-load', timeout: 'longScenario' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run(`lines ${LINES} ${LENGTH}`)
    expect((await container.exited('longScenario')).exit_code).toBe(0)
    await eventually('logLine', async () => {
      let count = 0
      for await (const text of container.wholeLines()) {
        const wanted = numberedLine(count, LENGTH)
        // An assertion for each would take longer than the log.
        if (text !== wanted) expect(text, `line ${count}`).toBe(wanted)
        count++
      }
      expect(count, 'lines').toBe(LINES)
    })
  },
)
