import { elapsed, emit, expect, parseFacts, scenario, seconds } from 'crivet'

const NO_TEXT = Buffer.from([0, 1, 10, 13, 27, 127, 128, 0xc3, 0x28, 0xff])
const LIMIT_BYTES = 16 * 1024 * 1024

scenario(
  'exec.sync.streams-separate',
  { requirement: 'exec.sync.output' },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    const backwards = Buffer.from(NO_TEXT).reverse()
    const cmd = ['/workload', ...emit({ stdout: NO_TEXT }, { stderr: backwards })]
    const answer = await container.execRaw(cmd)
    expect(Buffer.from(answer.stdout)).toEqual(NO_TEXT)
    expect(Buffer.from(answer.stderr)).toEqual(backwards)
  },
)

scenario('exec.sync.large-output', { requirement: 'exec.sync.output' }, async ({ sharedPod }) => {
  const container = await sharedPod.run('pause')
  const { stdout, stderr, exitCode } = await container.exec(`lines 50000 99 --stream both`)
  const numbers = (text: string) => [...text.matchAll(/^\d{8} /gm)].map(Number)
  expect(exitCode).toBe(0)
  expect(numbers(stdout)).toEqual(Array.from({ length: 25000 }, (_, i) => 2 * i))
  expect(numbers(stderr)).toEqual(Array.from({ length: 25000 }, (_, i) => 2 * i + 1))
  expect([stdout.length, stderr.length]).toEqual([25000 * 100, 25000 * 100])
})

scenario('exec.sync.cap', { requirement: 'exec.sync.cap' }, async ({ sharedPod }) => {
  const container = await sharedPod.run('pause')
  for (const stream of ['stdout', 'stderr'] as const) {
    const cmd = ['/workload', 'lines', '640', '65535', '--stream', stream]
    const answer = await container.execRaw(cmd, { largeAnswer: true })
    // A command that is cut off does not come to its normal end.
    expect(answer.exit_code).toBe(0)
    expect(answer[stream].length).toBeGreaterThan(0)
    expect(answer[stream].length).toBeLessThanOrEqual(LIMIT_BYTES)
  }
})

scenario('exec.sync.exit-codes', { requirement: 'exec.sync.exit-code' }, async ({ sharedPod }) => {
  const container = await sharedPod.run('pause')
  const codeOf = async (command: string) => (await container.exec(command)).exitCode
  for (const code of [0, 1, 42, 137, 255]) {
    expect(await codeOf(`exit ${code}`), `exit ${code}`).toBe(code)
  }
  expect(await codeOf('signal-self KILL')).toBe(128 + 9)
  expect(await codeOf('signal-self TERM')).toBe(128 + 15)
})

scenario('exec.sync.stdin-eof', { requirement: 'exec.sync.stdin-eof' }, async ({ sharedPod }) => {
  const container = await sharedPod.run('pause')
  const { stdout, exitCode } = await container.exec('count-stdin', { timeout: 10 })
  expect(exitCode).toBe(0)
  expect(parseFacts(stdout)).toMatchObject({ bytes: 0 })
})

scenario(
  'exec.sync.background-child',
  { requirement: 'exec.sync.background-child', waits: true },
  async ({ sharedPod }) => {
    const container = await sharedPod.run('pause')
    expect(await elapsed(() => container.exec('background-child 20'))).toBeWithin(0, seconds(5))
  },
)

// A pod of its own: a shim that locks up under this takes all containers of its pod with it.
scenario('exec.sync.parallel', { requirement: 'exec.sync.parallel' }, async ({ pod }) => {
  const container = await pod.run('pause')
  const numbers = Array.from({ length: 50 }, (_, index) => String(index))
  const answers = await Promise.all(
    numbers.map((number) =>
      container.exec(['print', '--stdout', number, '--stderr', `e${number}`], {
        deadlineMs: seconds(45),
      }),
    ),
  )
  expect(answers).toEqual(
    numbers.map((number) => ({ stdout: number, stderr: `e${number}`, exitCode: 0 })),
  )
})
