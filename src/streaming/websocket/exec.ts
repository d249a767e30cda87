import { CrivetError } from '../../errors.ts'
import { ByteQueue } from '../byte-queue.ts'
import type { ExecDial, ExecLink } from '../exec-link.ts'
import { Intake } from '../intake.ts'
import { WebSocketChannels } from './channels.ts'
import { dialWebSocket } from './dial.ts'

/** The versions of the remote command protocol that are offered over WebSocket, newest first. */
export const WEBSOCKET_EXEC_VERSIONS = [
  'v5.channel.k8s.io',
  'v4.channel.k8s.io',
  'v4.base64.channel.k8s.io',
] as const

const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const

/** Opens an exec or attach session over WebSocket. */
export async function dialWebSocketExec({
  url,
  streams,
  subprotocols = WEBSOCKET_EXEC_VERSIONS,
  ending,
}: ExecDial): Promise<ExecLink> {
  const intake = new Intake()
  const stdout = streams.stdout ? new ByteQueue(intake) : undefined
  const stderr = streams.stderr ? new ByteQueue(intake) : undefined
  const error = new ByteQueue(intake)
  const queues = new Map([[CHANNEL.error as number, error]])
  if (stdout) queues.set(CHANNEL.stdout, stdout)
  if (stderr) queues.set(CHANNEL.stderr, stderr)
  const { socket, opened } = dialWebSocket(url, subprotocols, ending)
  const channels = new WebSocketChannels(socket, queues, intake, ending)
  await opened
  return {
    protocol: 'websocket',
    subprotocol: channels.subprotocol,
    stdout,
    stderr,
    error,
    write: async (channel, bytes) => {
      checkAsked(channel, channel === 'stdin' ? streams.stdin : streams.tty)
      await channels.write(CHANNEL[channel], bytes)
    },
    endInput: channels.endsChannels
      ? async () => {
          checkAsked('stdin', streams.stdin)
          await channels.end(CHANNEL.stdin)
        }
      : undefined,
    leave: (how) => channels.leave(how),
  }
}

function checkAsked(channel: string, asked: boolean | undefined): void {
  if (asked) return
  throw new CrivetError('CRIVET_STREAM', `the session has no ${channel} channel`, {
    hint: 'ask for stdin or a tty when opening it',
  })
}
