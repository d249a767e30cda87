import { once } from 'node:events'
import type { ExecStreams } from '../../src/streaming/exec-link.ts'
import { openExec } from '../../src/streaming/open-exec.ts'
import type { StreamProtocol } from '../../src/streaming/remote-session.ts'
import type { Crictl } from './crictl.ts'
import type { Workbench } from './workbench.ts'

/** Moves that many bytes through one exec session; throws where fewer arrived. */
export type Transfer = (bytes: number) => Promise<void>

/** Out of a container and into one. */
export interface Transfers {
  readonly stdout: Transfer
  readonly stdin: Transfer
}

const DEADLINE_MS = 300_000
const PIECE = Buffer.alloc(1024 * 1024, 'streaming')

/** Through crivet's own client. */
export function crivetTransfers(
  { cri }: Workbench,
  container_id: string,
  protocol: StreamProtocol,
): Transfers {
  const open = async (cmd: readonly string[], streams: ExecStreams) => {
    const { url } = await cri.exec({ container_id, cmd: ['/workload', ...cmd], ...streams })
    return openExec({ url, protocol, deadlineMs: DEADLINE_MS, ...streams })
  }
  return {
    stdout: async (bytes) => {
      const session = await open(['random', String(bytes)], { stdout: true })
      let arrived = 0
      for await (const piece of session.stdout) arrived += piece.length
      expectAll(arrived, bytes)
    },
    stdin: async (bytes) => {
      const session = await open(['count-stdin', String(bytes)], { stdin: true, stdout: true })
      for (let sent = 0; sent < bytes; sent += PIECE.length) await session.stdin.write(PIECE)
      const { stdout } = await session.finish()
      expectAll(JSON.parse(stdout.text).bytes, bytes)
    },
  }
}

/** Through crictl, which speaks SPDY here. */
export function crictlTransfers(crictl: Crictl, container: string): Transfers {
  return {
    stdout: async (bytes) => {
      const child = crictl.start(['exec', container, '/workload', 'random', String(bytes)])
      let arrived = 0
      child.stdout?.on('data', (piece: Buffer) => {
        arrived += piece.length
      })
      child.stderr?.resume()
      await once(child, 'close')
      expectAll(arrived, bytes)
    },
    stdin: async (bytes) => {
      const verb = ['/workload', 'count-stdin', String(bytes)]
      const child = crictl.start(['exec', '--interactive', container, ...verb])
      let text = ''
      child.stdout?.on('data', (piece: Buffer) => {
        text += piece
      })
      child.stderr?.resume()
      const closed = once(child, 'close')
      for (let sent = 0; sent < bytes; sent += PIECE.length) {
        if (child.stdin?.write(PIECE) === false) await once(child.stdin, 'drain')
      }
      child.stdin?.end()
      await closed
      expectAll(JSON.parse(text).bytes, bytes)
    },
  }
}

function expectAll(arrived: number, bytes: number): void {
  if (arrived !== bytes) throw new Error(`${arrived} of ${bytes} bytes arrived`)
}
