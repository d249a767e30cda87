import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { endianness } from 'node:os'
import { listProcesses } from './process-table.ts'

/** A TCP port on which someone listens, in this process's network namespace. */
export interface TcpListener {
  readonly protocol: 'tcp' | 'tcp6'
  /** Without brackets. */
  readonly address: string
  readonly port: number
  /** By which its process's descriptors name it. */
  readonly inode: string
}

const LISTENING = '0A'

/** All TCP ports on which someone listens. */
export function tcpListeners(): readonly TcpListener[] {
  return (['tcp', 'tcp6'] as const).flatMap((protocol) =>
    rowsOf(protocol).flatMap(([, local = '', , state, , , , , , inode = '']) => {
      const [address = '', port = ''] = local.split(':')
      if (state !== LISTENING) return []
      return [{ protocol, address: addressOf(address), port: Number.parseInt(port, 16), inode }]
    }),
  )
}

// Listening sockets accept connections.
const ACCEPTS = '00010000'

/** The process that holds the listening end of a Unix socket; undefined where none of this host is seen to. */
export function listenerOn(socket: string): number | undefined {
  const row = rowsOf('unix').find(
    ([, , , flags, , , , path]) => path === socket && flags === ACCEPTS,
  )
  const inode = row?.[6]
  if (!inode) return undefined
  return listProcesses().find(({ pid }) => socketsOf(pid).includes(inode))?.pid
}

/** The inodes of the sockets that a process has open; none where it has ended, or is another user's. */
export function socketsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const target = linkOf(`/proc/${pid}/fd/${fd}`)
      return target.startsWith('socket:[') ? [target.slice(8, -1)] : []
    })
  } catch {
    return []
  }
}

function rowsOf(table: 'tcp' | 'tcp6' | 'unix'): readonly (readonly string[])[] {
  return readIfThere(`/proc/net/${table}`)
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
}

// Words of 32 bits in the host's byte order.
function addressOf(hex: string): string {
  const bytes = Buffer.from(hex, 'hex')
  if (endianness() === 'LE') bytes.swap32()
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(2 * index).toString(16))
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    // Closed meanwhile.
    return ''
  }
}
