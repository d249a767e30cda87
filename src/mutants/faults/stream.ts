import { faults, type Hook, type StreamHook, wrong } from '../fault.ts'
import {
  before,
  changesAnswer,
  changesRequest,
  failsAfterwards,
  refuses,
  swallowsErrors,
} from '../hooks.ts'
import { hangsOnce } from '../hooks-in-time.ts'
import { type ChannelChange, changesStreams } from '../stream-channels.ts'

/** Faults in streamed sessions and forwarded ports. */
export const STREAM_FAULTS = faults({
  'stream.url/empty': wrong(
    'answers no URL to stream over',
    changesAnswer('Exec', (it) => {
      it.url = ''
    }),
  ),
  'stream.url/path-only': wrong(
    'answers a URL without a host',
    changesAnswer('Exec', (it) => {
      it.url = it.url.replace(/^https?:\/\/[^/]*/, '')
    }),
  ),
  'stream.url/attach-empty': wrong(
    'answers no URL to attach over',
    changesAnswer('Attach', (it) => {
      it.url = ''
    }),
  ),
  'stream.url/port-forward-empty': wrong(
    'answers no URL to forward over',
    changesAnswer('PortForward', (it) => {
      it.url = ''
    }),
  ),
  'stream.one-stream-required/taken': wrong(
    'answers a URL where no stream was asked for',
    ...(['Exec', 'Attach'] as const).map((method) =>
      changesRequest(method, (it) => {
        if (!it.stdin && !it.stdout && !it.stderr) it.stdout = true
      }),
    ),
  ),
  'stream.tty-and-stderr/taken': wrong(
    'takes a terminal together with an error stream',
    ...(['Exec', 'Attach'] as const).map((method) =>
      changesRequest(method, (it) => {
        if (it.tty) it.stderr = false
      }),
    ),
  ),
  'stream.not-running/swallowed': wrong(
    'answers a URL for a container that is not there',
    swallowsErrors('Exec', { url: 'http://127.0.0.1:9/exec/x' }),
    swallowsErrors('Attach', { url: 'http://127.0.0.1:9/attach/x' }),
  ),
  'stream.exec.stdout-stderr/byte-lost': wrong(
    'loses a byte of streamed output',
    toClient((channel, bytes) => (channel === 'stdout' ? bytes.subarray(1) : bytes)),
  ),
  'stream.exec.stdout-stderr/errors-lost': wrong(
    'loses the error output of streamed commands',
    toClient((channel, bytes) => (channel === 'stderr' ? undefined : bytes)),
  ),
  'stream.exec.stdout-stderr/line-ends': wrong(
    'turns line ends of streamed output into those of a terminal',
    toClient((channel, bytes) =>
      channel === 'stdout'
        ? Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
        : bytes,
    ),
  ),
  'stream.exec.stdin/lost': wrong(
    'passes no input to streamed commands',
    toRuntime((channel, bytes) => (channel === 'stdin' ? undefined : bytes)),
  ),
  'stream.exec.stdin/byte-lost': wrong(
    'loses a byte of streamed input',
    toRuntime((channel, bytes) => (channel === 'stdin' ? bytes.subarray(1) : bytes)),
  ),
  'stream.exec.exit-code/lost': wrong(
    'calls every streamed command a success',
    toClient((channel, bytes) =>
      channel === 'error' ? Buffer.from('{"metadata":{},"status":"Success"}') : bytes,
    ),
  ),
  'stream.exec.exit-code/no-status': wrong(
    'ends streamed commands without a status',
    toClient((channel, bytes) => (channel === 'error' ? undefined : bytes)),
  ),
  'stream.exec.exit-code/other': wrong(
    'answers exit code 1 for every other than 0',
    toClient((channel, bytes) =>
      channel === 'error'
        ? Buffer.from(bytes.toString().replace(/"message":"[0-9]+"/, '"message":"1"'))
        : bytes,
    ),
  ),
  'stream.exec.tty/none': wrong(
    'gives streamed commands no terminal',
    changesRequest('Exec', (it) => {
      it.tty = false
    }),
  ),
  'stream.exec.tty/short-lost': wrong(
    'loses what commands print on a terminal that end right after it',
    ...losesTerminalOutput((command) => !command.includes('hold')),
  ),
  'stream.exec.tty-output-whole/lost': wrong(
    'loses what commands print on a terminal',
    ...losesTerminalOutput(() => true),
  ),
  'stream.exec.only-requested-streams/merged': wrong(
    'delivers errors as output where they were not asked for',
    changesRequest('Exec', (it) => {
      if (it.stdout && !it.stderr) it.tty = true
    }),
  ),
  'stream.exec.start-failure/refused-late': wrong(
    'fails to give a URL for a command',
    failsAfterwards('Exec', 'UNKNOWN'),
  ),
  'stream.resize/ignored': wrong(
    'ignores new sizes of a terminal',
    toRuntime((channel, bytes) => (channel === 'resize' ? undefined : bytes)),
  ),
  'stream.resize/swapped': wrong(
    'takes the width of a terminal for its height',
    toRuntime((channel, bytes) => (channel === 'resize' ? swapped(bytes) : bytes)),
  ),
  'stream.attach.output/lost': wrong(
    'passes no output to attached clients',
    changesRequest('Attach', (it) => {
      it.stdout = false
      it.stdin = true
    }),
  ),
  'stream.attach.stdin/ignored': wrong(
    'passes no input of attached clients',
    toRuntime((channel, bytes) => (channel === 'stdin' ? undefined : bytes)),
  ),
  'stream.portforward.tcp/byte-changed': wrong(
    'changes bytes of a forwarded connection',
    toClient((channel, bytes) =>
      channel === 'data' ? Buffer.from(bytes.map((byte) => byte ^ 1)) : bytes,
    ),
  ),
  'stream.portforward.tcp/one-way': wrong(
    'passes nothing to a forwarded port',
    toRuntime((channel, bytes) => (channel === 'data' ? undefined : bytes)),
  ),
  'stream.portforward.closed-port/silent': wrong(
    'says nothing of a port that nobody listens on',
    toClient((channel, bytes) => (channel === 'error' ? undefined : bytes)),
  ),
  'stream.portforward.not-ready/swallowed': wrong(
    'answers a URL for a pod that is not there',
    swallowsErrors('PortForward', { url: 'http://127.0.0.1:9/portforward/x' }),
  ),
  'stream.portforward.many/refused': wrong(
    'forwards one port only',
    changesRequest('PortForward', (it) => {
      it.port = it.port.slice(0, 1)
    }),
    refuses('PortForward', 'INVALID_ARGUMENT', ({ port }) => port.length > 1),
  ),
  'stream.portforward.bad-port/hangs': wrong(
    'does not answer for a number that is no port',
    hangsOnce('PortForward', ({ port }) => port.some((it) => it < 1 || it > 65_535)),
  ),
  'stream.server.bad-upgrade/server-error': wrong(
    'answers 500 where no session can be agreed upon',
    changesHeads((head) => head.replace(/^HTTP\/1\.1 4[0-9]{2} .*/, 'HTTP/1.1 500 Wrong')),
  ),
  'stream.server.spdy/first-version': wrong(
    'picks the oldest version of the protocol',
    changesHeads((head) => head.replaceAll('v4.channel.k8s.io', 'v2.channel.k8s.io')),
  ),
  'stream.server.websocket/no-base64': wrong(
    'serves no WebSocket clients that speak base64',
    changesHeads((head) => (/protocol: *(v4\.)?base64/i.test(head) ? FORBIDDEN : head)),
  ),
  'stream.exec.concurrent/mixed': wrong(
    'sends the output of one session to another',
    mixesSessions(),
  ),
})

// Answers of the streaming server's HTTP part come in one piece.
function changesHeads(change: (head: string) => string): StreamHook {
  return {
    tap: (touch) => ({
      toClient: (piece) => {
        const head = piece.toString('latin1')
        const changed = head.startsWith('HTTP/1.1 ') ? change(head) : head
        if (changed !== head) touch()
        return changed === head ? piece : Buffer.from(changed, 'latin1')
      },
    }),
  }
}

function losesTerminalOutput(of: (command: readonly string[]) => boolean): readonly Hook[] {
  let onTerminal = false
  return [
    before('Exec', ({ request }) => {
      onTerminal = request.tty && of(request.cmd)
    }),
    changesStreams(() => {
      const lost = onTerminal
      return {
        toClient: (channel, bytes) => (lost && channel === 'stdout' ? undefined : bytes),
      }
    }),
  ]
}

function mixesSessions(): StreamHook {
  let earlier: Buffer | undefined
  return toClient((channel, bytes) => {
    if (channel !== 'stdout') return bytes
    const mixed = earlier ?? bytes
    earlier = Buffer.from(bytes)
    return mixed
  })
}

function toClient(change: ChannelChange) {
  return changesStreams(() => ({ toClient: change }))
}

function toRuntime(change: ChannelChange) {
  return changesStreams(() => ({ toRuntime: change }))
}

function swapped(bytes: Buffer): Buffer {
  const { Width, Height } = JSON.parse(bytes.toString()) as { Width: number; Height: number }
  return Buffer.from(JSON.stringify({ Width: Height, Height: Width }))
}

const FORBIDDEN = 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'
