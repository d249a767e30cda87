import { type CallHook, faults, type Hook, type StreamHook, wrong } from '../fault.ts'
import { after, before, changesRequest } from '../hooks.ts'
import { changesStreams } from '../stream-channels.ts'

/** Faults in how streamed sessions begin and end, and in who may open one. */
export const STREAM_SESSION_FAULTS = faults({
  'stream.server.not-exposed/everywhere': wrong('serves streams where the network reaches it', {
    // An address for documentation: nobody connects to it.
    streamingHost: '192.0.2.1',
  }),
  'stream.server.token-single-use/again': wrong(
    'serves the same URL a second time',
    ...servesAgain(),
  ),
  'stream.server.token-expires/never': wrong(
    'serves URLs however long they were not used',
    ...staysValid(),
  ),
  'stream.server.websocket-portforward/other-order': wrong(
    'writes the number of a forwarded port with its higher byte first',
    swapsPorts(),
  ),
  'stream.attach.without-stdin/waits-for-it': wrong(
    'waits for the input of a client that has none',
    changesRequest('Attach', (it) => {
      it.stdin = true
    }),
  ),
  'stream.attach.tty-must-match/kills': wrong(
    'kills a container when a client with another idea of its terminal attaches',
    after('CreateContainer', ({ request, memory }, { container_id }) => {
      memory.set(`terminal of ${container_id}`, request.config?.tty ?? false)
    }),
    before('Attach', async ({ request, memory, runtime, touch }) => {
      const { container_id, tty } = request
      if (memory.get(`terminal of ${container_id}`) === tty) return
      touch()
      await runtime.stopContainer({ container_id, timeout: 0 })
    }),
  ),
  'stream.attach.ends-with-container/stays': wrong(
    'keeps attached clients when the container has ended',
    ...staysAfterStop('attach'),
  ),
  'container.stop.frees-exec-and-attach/stays': wrong(
    'keeps the sessions of commands when the container was stopped',
    ...staysAfterStop('exec'),
  ),
  'container.stop.frees-exec-and-attach/attached-stay': wrong(
    'keeps attached clients when the container was stopped',
    ...staysAfterStop('attach'),
  ),
})

// A second session stands ready behind the first one's URL.
function servesAgain(): readonly Hook[] {
  const spare = new Map<string, string>()
  const used = new Set<string>()
  return [
    after('Exec', async ({ request, runtime }, { url }) => {
      const second = await runtime.exec(request)
      spare.set(pathOf(url), pathOf(second.url))
    }),
    atHead((path) => {
      const again = used.has(path) ? spare.get(path) : undefined
      used.add(path)
      return again ?? path
    }),
  ]
}

const RENEWED_AFTER_MS = 20_000

// Behind a URL stands one that is never old.
function staysValid(): readonly Hook[] {
  const newest = new Map<string, string>()
  return [
    after('Exec', ({ request, runtime, atEnd }, { url }) => {
      const renewing = setInterval(async () => {
        try {
          newest.set(pathOf(url), pathOf((await runtime.exec(request)).url))
        } catch {
          // Its container has gone.
          clearInterval(renewing)
        }
      }, RENEWED_AFTER_MS)
      atEnd(() => clearInterval(renewing))
    }),
    atHead((path) => newest.get(path) ?? path),
  ]
}

function atHead(change: (path: string) => string): StreamHook {
  return {
    tap: (touch) => ({
      toRuntime: (piece) => {
        const [line = ''] = piece.toString('latin1').split('\r\n', 1)
        const path = /^(?:GET|POST) (\S+) HTTP\/1\.1$/.exec(line)?.[1]
        const changed = path === undefined ? path : change(path)
        if (path === undefined || changed === path) return piece
        touch()
        return Buffer.concat([
          Buffer.from(
            line.replace(path, () => changed ?? ''),
            'latin1',
          ),
          piece.subarray(line.length),
        ])
      },
    }),
  }
}

// The first message of each of the two channels is the port; exec and attach send nothing on channel 0.
function swapsPorts(): StreamHook {
  return changesStreams(() => {
    let swapped = false
    return {
      toClient: (channel, bytes) => {
        if (channel !== 'stdin' || swapped || bytes.length !== 2) return bytes
        swapped = true
        return Buffer.from(bytes).reverse()
      },
    }
  })
}

// Nothing of the end reaches the client: neither a frame nor that of the connection.
function staysAfterStop(kind: 'exec' | 'attach'): readonly Hook[] {
  let stops = 0
  const stop: CallHook = before('StopContainer', () => {
    stops++
  })
  const tap: StreamHook['tap'] = (touch) => {
    const stopsBefore = stops
    let ours = false
    const silent = () => ours && stops > stopsBefore
    return {
      toRuntime: (piece) => {
        ours ||= piece.toString('latin1', 0, 64).includes(` /${kind}/`)
        return piece
      },
      toClient: (piece) => {
        if (!silent()) return piece
        touch()
        return Buffer.alloc(0)
      },
      keepsOpen: silent,
    }
  }
  return [stop, { tap }]
}

function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/, '')
}
