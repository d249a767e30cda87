import { expect, test } from 'vitest'
import { type ChannelChanges, changesStreams } from '../../src/mutants/stream-channels.ts'
import { dataHead, FLAG_FIN, synStream } from '../../src/streaming/spdy/frames.ts'
import { HeaderBlocks } from '../../src/streaming/spdy/header-block.ts'

const HEAD = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: SPDY/3.1\r\n\r\n'
const WEBSOCKET_HEAD = HEAD.replace('SPDY/3.1', 'websocket')

test('what a SPDY stream carries is changed under its name, whatever pieces it comes in', () => {
  const { tap, touched } = seeded({
    toClient: (channel, bytes) =>
      channel === 'stdout' ? Buffer.from(bytes.toString().toUpperCase()) : bytes,
  })
  const blocks = new HeaderBlocks()
  tap.toRuntime?.(
    Buffer.concat([
      Buffer.from(HEAD),
      synStream(1, blocks.encode({ streamtype: 'error' })),
      synStream(3, blocks.encode({ streamtype: 'stdout' })),
    ]),
  )
  const sent = Buffer.concat([Buffer.from(HEAD), data(3, 'abc'), data(1, 'def', true)])
  const heard = Buffer.concat([...sent].map((byte) => tap.toClient?.(Buffer.of(byte)) as Buffer))
  expect(heard).toEqual(Buffer.concat([Buffer.from(HEAD), data(3, 'ABC'), data(1, 'def', true)]))
  expect(touched()).toBe(1)
})

test('a lost frame is gone, but the end of a SPDY stream stays', () => {
  const { tap } = seeded({ toRuntime: () => undefined })
  const syn = synStream(5, new HeaderBlocks().encode({ streamtype: 'stdin' }))
  const sent = Buffer.concat([Buffer.from(HEAD), syn, data(5, 'abc'), data(5, 'def', true)])
  const end = data(5, '', true)
  expect(tap.toRuntime?.(sent)).toEqual(Buffer.concat([Buffer.from(HEAD), syn, end]))
})

test('masked and unmasked WebSocket messages are changed by channel', () => {
  const { tap } = seeded({
    toRuntime: (channel, bytes) => (channel === 'resize' ? undefined : bytes),
    toClient: (channel, bytes) => (channel === 'stderr' ? Buffer.alloc(200, 0x62) : bytes),
  })
  const head = Buffer.from(WEBSOCKET_HEAD)
  const mask = Buffer.from([1, 2, 3, 4])
  const asked = Buffer.concat([head, message(4, 'x', mask), message(0, 'hello', mask)])
  expect(tap.toRuntime?.(asked)).toEqual(
    Buffer.concat([head, message(4, '', mask), message(0, 'hello', mask)]),
  )
  const answered = Buffer.concat([head, message(1, 'out'), message(2, 'err')])
  expect(tap.toClient?.(answered)).toEqual(
    Buffer.concat([head, message(1, 'out'), message(2, 'b'.repeat(200))]),
  )
})

function seeded(changes: ChannelChanges) {
  let count = 0
  const tap = changesStreams(() => changes).tap(() => count++)
  return { tap, touched: () => count }
}

function data(stream: number, text: string, fin = false): Buffer {
  const head = dataHead(stream, text.length, fin)
  expect(head[4]).toBe(fin ? FLAG_FIN : 0)
  return Buffer.concat([head, Buffer.from(text)])
}

function message(channel: number, text: string, mask?: Buffer): Buffer {
  const payload = Buffer.concat([Buffer.of(channel), Buffer.from(text)])
  const length =
    payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255]
  const head = Buffer.from([0x82, (length[0] ?? 0) | (mask ? 0x80 : 0), ...length.slice(1)])
  const bytes = mask ? payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)) : payload
  return Buffer.concat([head, mask ?? Buffer.alloc(0), bytes])
}
