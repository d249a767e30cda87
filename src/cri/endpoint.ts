import { stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { resolve } from 'node:path'
import { CrivetError } from '../errors.ts'

const CONNECT_MS = 5_000
const EXAMPLE = 'a CRI runtime on Linux listens on one: unix:///run/containerd/containerd.sock'
// What Linux takes as the path of a socket, less its closing zero.
const LONGEST_PATH_BYTES = 107

/** The form gRPC takes of an endpoint given as `unix:///path`, `unix:path` or a path. */
export function parseEndpoint(given: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(given)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'unix') {
    throw new CrivetError('CRIVET_USAGE', `${given} is not a unix socket`, {
      hint: EXAMPLE,
    })
  }
  const path = given.replace(/^unix:(\/\/)?/i, '')
  if (path === '') {
    throw new CrivetError('CRIVET_USAGE', `${JSON.stringify(given)} names no socket`, {
      hint: EXAMPLE,
    })
  }
  return `unix://${resolve(path)}`
}

/** The path of the socket behind an endpoint, as `parseEndpoint` answers it. */
export function socketPath(endpoint: string): string {
  return endpoint.replace(/^unix:\/\//, '')
}

/** Makes sure something listens behind an endpoint; says what is wrong where nothing does. */
export async function checkEndpoint(endpoint: string): Promise<void> {
  const path = socketPath(endpoint)
  if (Buffer.byteLength(path) > LONGEST_PATH_BYTES) {
    const message = `${path} is longer than the ${LONGEST_PATH_BYTES} bytes a socket's path may have`
    throw new CrivetError('CRIVET_ENDPOINT', message, {
      hint: 'let the runtime listen on a shorter path, or point a symbolic link at its folder',
    })
  }
  try {
    const found = await stat(path)
    if (!found.isSocket()) {
      const kind = found.isDirectory()
        ? 'a folder'
        : found.isFile()
          ? 'a regular file'
          : 'no socket'
      throw new CrivetError('CRIVET_ENDPOINT', `${path} is ${kind}, not a runtime's socket`, {
        hint: 'see which sockets there are: crivet doctor',
      })
    }
    await dial(path)
  } catch (error) {
    if (error instanceof CrivetError) throw error
    throw unreachable(path, error as NodeJS.ErrnoException)
  }
}

function dial(path: string): Promise<void> {
  return new Promise((done, failed) => {
    const socket = connect(path)
    socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error('no answer')))
    socket.once('error', failed)
    socket.once('connect', () => {
      socket.destroy()
      done()
    })
  })
}

function unreachable(path: string, cause: NodeJS.ErrnoException): CrivetError {
  const init = (hint: string) => ({ hint, cause })
  switch (cause.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new CrivetError(
        'CRIVET_ENDPOINT',
        `there is no socket at ${path}`,
        init('is the runtime running? see which sockets there are: crivet doctor'),
      )
    case 'EACCES':
    case 'EPERM':
      return new CrivetError(
        'CRIVET_ENDPOINT',
        `no permission to use ${path}`,
        init('run crivet as root, or as a user who may use the socket: sudo npx crivet …'),
      )
    case 'ECONNREFUSED':
      return new CrivetError(
        'CRIVET_ENDPOINT',
        `nothing listens on ${path} any more`,
        init('start the runtime; the socket is a leftover of one that has ended'),
      )
    default:
      return new CrivetError(
        'CRIVET_ENDPOINT',
        `${path} cannot be connected to: ${cause.message}`,
        init('see which sockets there are: crivet doctor'),
      )
  }
}
