import { createHash } from 'node:crypto'
import {
  emit,
  expect,
  numberedLine,
  parseFacts,
  type ScenarioBody,
  type StreamProtocol,
  scenario,
} from 'crivet'

const OUTPUTS = { stdout: true, stderr: true }
const NO_TEXT = Buffer.from([0, 1, 10, 13, 27, 127, 128, 0xc3, 0x28, 0xff])
const MIB = 1024 * 1024

/** The hash of the even (0) or odd (1) lines that `lines COUNT 99 --stream both` writes. */
function sha256OfLines(count: number, odd: 0 | 1): string {
  const hash = createHash('sha256')
  for (let index = odd; index < count; index += 2) hash.update(`${numberedLine(index, 99)}\n`)
  return hash.digest('hex')
}

const outputs =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    const small = emit({ stdout: NO_TEXT }, { stderr: Buffer.from(NO_TEXT).reverse() })
    const bytes = await (await streams.exec(container, small, { protocol, ...OUTPUTS })).finish()
    expect(bytes.stdout.bytes).toEqual(NO_TEXT)
    expect(bytes.stderr.bytes).toEqual(Buffer.from(NO_TEXT).reverse())

    const large = await streams.exec(container, 'lines 200000 99 --stream both', {
      protocol,
      ...OUTPUTS,
    })
    const { stdout, stderr, status } = await large.finish({ maxBytes: 0 })
    expect([stdout.totalBytes, stderr.totalBytes]).toEqual([10_000_000, 10_000_000])
    expect(stdout.sha256).toBe(sha256OfLines(200_000, 0))
    expect(stderr.sha256).toBe(sha256OfLines(200_000, 1))
    expect(status.status).toBe('Success')
  }

scenario('exec.stream.outputs-spdy', { requirement: 'stream.exec.stdout-stderr' }, outputs('spdy'))

scenario(
  'exec.stream.outputs-websocket',
  { requirement: 'stream.exec.stdout-stderr', feature: 'websocket-streaming' },
  outputs('websocket'),
)

const exitCode =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    for (const code of [0, 1, 42, 137]) {
      const session = await streams.exec(container, `exit ${code}`, { protocol, ...OUTPUTS })
      const { status } = await session.finish()
      expect(status).toMatchObject(
        code === 0
          ? { status: 'Success' }
          : { status: 'Failure', reason: 'NonZeroExitCode', exitCode: code },
      )
    }
  }

scenario('exec.stream.exit-code-spdy', { requirement: 'stream.exec.exit-code' }, exitCode('spdy'))

scenario(
  'exec.stream.exit-code-websocket',
  { requirement: 'stream.exec.exit-code', feature: 'websocket-streaming' },
  exitCode('websocket'),
)

// For a while nothing is read: all that lies between must hold back, and lose nothing.
const slowlyRead =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    const session = await streams.exec(container, 'random 64Mi', { protocol, ...OUTPUTS })
    await container.exec('sleep 3')
    const { stdout, stderr, status } = await session.finish({ maxBytes: 1024 })
    expect(stdout.totalBytes).toBe(64 * MIB)
    expect(parseFacts(stderr.text)).toEqual({ bytes: 64 * MIB, sha256: stdout.sha256 })
    expect(status.status).toBe('Success')
  }

scenario(
  'exec.stream.bulk-output-spdy',
  { requirement: 'stream.exec.stdout-stderr', needs: ['soak', 'serial'] },
  slowlyRead('spdy'),
)

scenario(
  'exec.stream.bulk-output-websocket',
  {
    requirement: 'stream.exec.stdout-stderr',
    needs: ['soak', 'serial'],
    feature: 'websocket-streaming',
  },
  slowlyRead('websocket'),
)

const unrequested =
  (protocol: StreamProtocol): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    const command = 'lines 40000 99 --stream both'
    const session = await streams.exec(container, command, { protocol, stdout: true })
    const { stdout, stderr, status } = await session.finish({ maxBytes: 0 })
    expect([stdout.totalBytes, stderr.totalBytes]).toEqual([2_000_000, 0])
    expect(stdout.sha256).toBe(sha256OfLines(40_000, 0))
    expect(status.status).toBe('Success')
    expect(session.violations).toEqual([])
  }

scenario(
  'exec.stream.unrequested-spdy',
  { requirement: 'stream.exec.only-requested-streams' },
  unrequested('spdy'),
)

scenario(
  'exec.stream.unrequested-websocket',
  { requirement: 'stream.exec.only-requested-streams', feature: 'websocket-streaming' },
  unrequested('websocket'),
)

const input =
  (protocol: StreamProtocol, size: number): ScenarioBody =>
  async ({ sharedPod, streams }) => {
    const container = await sharedPod.run('pause')
    const bytes = Buffer.alloc(size, NO_TEXT)
    // WebSocket cannot end the input: there the command counts it.
    const command = protocol === 'spdy' ? 'count-stdin' : `count-stdin ${bytes.length}`
    const session = await streams.exec(container, command, { protocol, stdin: true, stdout: true })
    await session.stdin.write(bytes)
    if (protocol === 'spdy') await session.stdin.end()
    const { stdout, status } = await session.finish()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(parseFacts(stdout.text)).toEqual({ bytes: bytes.length, sha256 })
    expect(status.status).toBe('Success')
  }

scenario('exec.stream.input-spdy', { requirement: 'stream.exec.stdin' }, input('spdy', 10 * MIB))

scenario(
  'exec.stream.input-websocket',
  { requirement: 'stream.exec.stdin', feature: 'websocket-streaming' },
  input('websocket', 10 * MIB),
)

scenario(
  'exec.stream.bulk-input-spdy',
  { requirement: 'stream.exec.stdin', needs: ['soak', 'serial'] },
  input('spdy', 64 * MIB),
)

scenario(
  'exec.stream.bulk-input-websocket',
  { requirement: 'stream.exec.stdin', needs: ['soak', 'serial'], feature: 'websocket-streaming' },
  input('websocket', 64 * MIB),
)
