import { CrivetError } from '../../errors.ts'
import type { ExecDial, ExecLink } from '../exec-link.ts'
import { SpdyConnection } from './connection.ts'
import type { SpdyStream } from './stream.ts'
import { upgradeToSpdy } from './upgrade.ts'

/** The versions of the remote command protocol over SPDY, newest first. */
export const SPDY_EXEC_VERSIONS = [
  'v4.channel.k8s.io',
  'v3.channel.k8s.io',
  'v2.channel.k8s.io',
  'channel.k8s.io',
] as const

/** Opens an exec or attach session over SPDY: the streams the CRI request asked for, and no other. */
export async function dialSpdyExec(dial: ExecDial): Promise<ExecLink> {
  const { url, streams, method, ending } = dial
  const subprotocols = dial.subprotocols ?? SPDY_EXEC_VERSIONS
  const upgraded = await upgradeToSpdy({ url, method, subprotocols }, ending)
  const connection = new SpdyConnection(upgraded, ending)
  const open = (name: string, inputOnly = false) =>
    connection.open(name, { streamtype: name }, inputOnly)
  const error = open('error')
  // Servers of the first version reset it as soon as they have it, and write the status all the same.
  error.outlivesReset = connection.subprotocol === 'channel.k8s.io'
  const stdin = streams.stdin ? open('stdin', true) : undefined
  const stdout = streams.stdout ? open('stdout') : undefined
  const stderr = streams.stderr ? open('stderr') : undefined
  // A server waits for it whenever there is a tty; before v3 there was no such stream.
  const resizable = streams.tty && !BEFORE_RESIZE.has(connection.subprotocol)
  const inputs = { stdin, resize: resizable ? open('resize', true) : undefined }
  connection.begin()
  return {
    protocol: 'spdy',
    subprotocol: connection.subprotocol,
    stdout: stdout?.inbound,
    stderr: stderr?.inbound,
    error: error.inbound,
    write: async (channel, bytes) => connection.write(given(inputs[channel], channel), bytes),
    endInput: async () => connection.end(given(stdin, 'stdin')),
    leave: (how) => connection.leave(how),
  }
}

const BEFORE_RESIZE = new Set(['v2.channel.k8s.io', 'channel.k8s.io'])

function given(stream: SpdyStream | undefined, channel: string): SpdyStream {
  if (stream) return stream
  throw new CrivetError('CRIVET_STREAM', `the session has no ${channel} stream`, {
    hint: 'ask for stdin, or for a tty with a version that has a resize stream, when opening it',
  })
}
