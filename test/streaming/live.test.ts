import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExecStreams } from '../../src/streaming/exec-link.ts'
import { openExec } from '../../src/streaming/open-exec.ts'
import { openPortForward } from '../../src/streaming/open-port-forward.ts'
import type { RemoteSession } from '../../src/streaming/remote-session.ts'
import { type LiveRuntime, startLiveRuntime } from './live-runtime.ts'

const MIB = 1024 * 1024
const DEADLINE_MS = 20_000
const OUTPUTS = { stdout: true, stderr: true }

let runtime: LiveRuntime
let container: string

beforeAll(async () => {
  runtime = await startLiveRuntime()
  container = await runtime.run()
}, 60_000)
afterAll(() => runtime?.stop(), 60_000)

describe.each(['spdy', 'websocket'] as const)('%s', (protocol) => {
  async function exec(
    args: readonly string[],
    streams: ExecStreams,
    more: { readonly subprotocols?: readonly string[] } = {},
  ): Promise<RemoteSession> {
    const cmd = ['/workload', ...args]
    const { url } = await runtime.cri.exec({ container_id: container, cmd, ...streams })
    return openExec({ url, protocol, deadlineMs: DEADLINE_MS, ...streams, ...more })
  }

  async function attach(container_id: string, streams: ExecStreams): Promise<RemoteSession> {
    const { url } = await runtime.cri.attach({ container_id, ...streams })
    return openExec({ url, protocol, deadlineMs: DEADLINE_MS, ...streams })
  }

  test('outputs come apart and the server ends the session without a broken rule', async () => {
    const session = await exec(['print', '--stdout', 'to out', '--stderr', 'to err'], OUTPUTS)
    const { status, stdout, stderr } = await session.finish()
    expect([stdout.text, stderr.text]).toEqual(['to out', 'to err'])
    expect(status).toMatchObject({ status: 'Success', exitCode: 0 })
    expect(session.violations).toEqual([])
    expect(await session.closed).toMatchObject({ by: 'server' })
    expect(session.subprotocol).toBe('v4.channel.k8s.io')
  })

  test.each([1, 42, 137])('exit code %i', async (code) => {
    const session = await exec(['exit', String(code)], OUTPUTS)
    expect(await session.status).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      exitCode: code,
    })
    await session.finish().catch(() => undefined)
  })

  test('a program that is not there is a failure', async () => {
    const cmd = ['/nope']
    const { url } = await runtime.cri.exec({ container_id: container, cmd, ...OUTPUTS })
    const session = await openExec({ url, protocol, deadlineMs: DEADLINE_MS, ...OUTPUTS })
    expect(await session.status).toMatchObject({ status: 'Failure' })
    await session.close()
  })

  test('20 MiB of output arrive whole while stderr is read beside', async () => {
    const session = await exec(['random', String(20 * MIB)], OUTPUTS)
    const { stdout, stderr } = await session.finish({ maxBytes: 1000 })
    const { bytes, sha256 } = JSON.parse(stderr.text)
    expect([stdout.totalBytes, stdout.sha256]).toEqual([bytes, sha256])
  })

  test('only the output that was asked for comes', async () => {
    const session = await exec(['print', '--stdout', 'o', '--stderr', 'e'], { stdout: true })
    const { stdout, stderr } = await session.finish()
    expect([stdout.text, stderr.totalBytes]).toEqual(['o', 0])
    expect(session.violations).toEqual([])
  })

  test('1 MiB through cat comes back the same', async () => {
    const input = randomBytes(MIB)
    const session = await exec(['cat'], { stdin: true, stdout: true })
    const writing = session.stdin.write(input)
    const hash = createHash('sha256')
    let received = 0
    for await (const chunk of session.stdout) {
      hash.update(chunk)
      received += chunk.length
      if (received >= MIB) break
    }
    await writing
    expect([received, hash.digest('hex')]).toEqual([
      MIB,
      createHash('sha256').update(input).digest('hex'),
    ])
    expect(session.stdin.canEnd).toBe(protocol === 'spdy')
    if (session.stdin.canEnd) {
      await session.stdin.end()
      expect((await session.finish()).status.exitCode).toBe(0)
    } else {
      await session.close()
    }
  })

  // Not a flood: containerd stops reading then, and may never tell how the command ended.
  test('a command that ends before its input', async () => {
    const session = await exec(['exit', '3'], { stdin: true, stdout: true })
    await session.stdin.write('unread')
    expect((await session.status).exitCode).toBe(3)
    await session.closed
    await expect(session.stdin.write('more')).rejects.toMatchObject({
      name: 'StreamError',
      kind: 'closed',
    })
  })

  test('a terminal follows its size', async () => {
    const session = await exec(['tty-size', '--watch'], { stdin: true, stdout: true, tty: true })
    await session.stdout.until('size ')
    await session.resize({ width: 101, height: 33 })
    await session.stdout.until('size 101x33')
    await session.resize({ width: 132, height: 43 })
    await session.stdout.until('size 132x43')
    await session.stdin.write('\u0003')
    expect((await session.finish()).status.status).toBe('Failure')
  })

  test('attach: input and output of the main process, whose end ends the session', async () => {
    const id = await runtime.run({ args: ['cat'], stdin: true, stdin_once: true })
    const session = await attach(id, { stdin: true, ...OUTPUTS })
    await session.stdin.write('to the main process\n')
    expect(await session.stdout.until('\n')).toBe('to the main process\n')
    if (session.stdin.canEnd) {
      await session.stdin.end()
    } else {
      await runtime.cri.stopContainer({ container_id: id, timeout: 0n })
    }
    expect((await session.finish()).status.status).toBe('Success')
  })

  test('attach to a terminal', async () => {
    const id = await runtime.run({ args: ['tty-size', '--watch'], stdin: true, tty: true })
    const session = await attach(id, { stdin: true, stdout: true, tty: true })
    await session.resize({ width: 77, height: 22 })
    await session.stdout.until('size 77x22')
    await session.close('abrupt')
    await runtime.cri.stopContainer({ container_id: id, timeout: 0n })
  })

  test('a port is forwarded, there and back', async () => {
    const port = protocol === 'spdy' ? 8081 : 8082
    await serveTcp(port, '--echo')
    const { url } = await runtime.cri.portForward({ pod_sandbox_id: runtime.podId, port: [port] })
    const session = await openPortForward({ url, protocol, ports: [port], deadlineMs: DEADLINE_MS })
    const connection = await session.connect(port)
    const input = randomBytes(MIB)
    const writing = connection.write(input)
    let received = Buffer.alloc(0)
    for await (const chunk of connection.data) {
      received = Buffer.concat([received, chunk])
      if (received.length >= MIB) break
    }
    await writing
    expect(received.equals(input)).toBe(true)
    expect(await session.close()).toMatchObject({ by: 'client' })
    expect(session.violations).toEqual([])
  })

  test('a port where nobody listens is an error with a text', async () => {
    const { url } = await runtime.cri.portForward({ pod_sandbox_id: runtime.podId, port: [9] })
    const session = await openPortForward({ url, protocol, ports: [9], deadlineMs: DEADLINE_MS })
    const connection = await session.connect(9)
    expect(await connection.error).toContain('9')
    await session.close()
  })

  test('a URL is good for one use', async () => {
    const cmd = ['/workload', 'exit', '0']
    const { url } = await runtime.cri.exec({ container_id: container, cmd, stdout: true })
    const options = { url, protocol, deadlineMs: DEADLINE_MS, stdout: true }
    await (await openExec(options)).finish()
    await expect(openExec(options)).rejects.toMatchObject({ kind: 'refused', status: 404 })
  })

  test('a version that the server does not know is refused', async () => {
    const opened = exec(['exit', '0'], OUTPUTS, { subprotocols: ['v9.channel.k8s.io'] })
    await expect(opened).rejects.toMatchObject({ kind: 'refused', status: 403 })
  })

  const versions =
    protocol === 'spdy'
      ? ['v4.channel.k8s.io', 'v3.channel.k8s.io', 'v2.channel.k8s.io', 'channel.k8s.io']
      : ['v4.channel.k8s.io', 'v4.base64.channel.k8s.io', 'channel.k8s.io', 'base64.channel.k8s.io']
  test.each(versions)('%s', async (version) => {
    for (const code of [0, 42]) {
      const args = ['print', '--stdout', 'out', '--stderr', 'err', '--exit', String(code)]
      const session = await exec(args, OUTPUTS, { subprotocols: [version] })
      const { status, stdout, stderr } = await session.finish()
      expect(session.subprotocol).toBe(version)
      expect([stdout.text, stderr.text]).toEqual(['out', 'err'])
      const known = code === 0 || version.startsWith('v4') ? code : undefined
      expect([status.status, status.exitCode]).toEqual([code ? 'Failure' : 'Success', known])
      expect(session.violations).toEqual([])
    }
  })
})

// A half-closed connection is for the peers of our own: containerd does not pass it on.
test('spdy: several connections at once, and further ports on one session', async () => {
  await serveTcp(8083, '--echo')
  await serveTcp(8084, '--greet', 'hello\n')
  const { url } = await runtime.cri.portForward({ pod_sandbox_id: runtime.podId, port: [8083] })
  const ports = [8083]
  const session = await openPortForward({ url, protocol: 'spdy', ports, deadlineMs: DEADLINE_MS })
  const echoes = Array.from({ length: 5 }, async (_, index) => {
    const connection = await session.connect(8083)
    await connection.write(`${'x'.repeat(1000)}${index}\n`)
    const answer = await connection.data.until('\n')
    await connection.end()
    return [answer.trimStart().at(-2), (await connection.data.collect()).totalBytes]
  })
  expect(await Promise.all(echoes)).toEqual(['0', '1', '2', '3', '4'].map((end) => [end, 0]))
  const closed = await session.connect(9)
  expect(await closed.error).toContain('9')
  const greeting = await session.connect(8084)
  expect((await greeting.data.collect()).text).toBe('hello\n')
  await session.close()
  expect(session.violations).toEqual([])
})

test('twenty sessions at once do not mix', async () => {
  const sessions = Array.from({ length: 20 }, async (_, index) => {
    const protocol = index % 2 === 0 ? 'spdy' : 'websocket'
    const cmd = ['/workload', 'random', '200000', '--seed', String(index)]
    const { url } = await runtime.cri.exec({ container_id: container, cmd, ...OUTPUTS })
    const session = await openExec({ url, protocol, deadlineMs: DEADLINE_MS, ...OUTPUTS })
    const { stdout, stderr } = await session.finish()
    return stdout.sha256 === JSON.parse(stderr.text).sha256
  })
  expect(await Promise.all(sessions)).toEqual(Array(20).fill(true))
})

async function serveTcp(port: number, ...args: readonly string[]): Promise<void> {
  const id = await runtime.run({ args: ['serve-tcp', String(port), ...args] })
  const cmd = ['/workload', 'dial-tcp', '127.0.0.1', String(port)]
  const dialled = async () => {
    const { stdout } = await runtime.cri.execSync({ container_id: id, cmd, timeout: 5n })
    return Buffer.from(stdout).toString()
  }
  await expect.poll(dialled, { timeout: 5000 }).toContain('"ok":true')
}
