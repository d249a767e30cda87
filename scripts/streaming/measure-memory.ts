import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { StreamProtocol } from '../../src/streaming/remote-session.ts'
import type { Direction } from './transfer.ts'

/** Resident memory of a process that moves bytes: after a small transfer, and the most during a large one. */
export interface Memory {
  readonly startBytes: number
  readonly peakBytes: number
}

/** A transfer as the process that makes it is told. */
export interface RemoteRoute {
  readonly endpoint: string
  readonly containerId: string
  readonly protocol: StreamProtocol
  readonly direction: Direction
}

/** Moves so many bytes in a process of its own, as what earlier transfers left would hide what one takes. */
export function measureMemory(route: RemoteRoute, bytes: number): Promise<Memory> {
  const file = fileURLToPath(new URL('./memory.ts', import.meta.url))
  const child = fork(file, [JSON.stringify(route), String(bytes)])
  return new Promise((done, failed) => {
    child.once('message', (memory) => done(memory as Memory))
    child.once('error', failed)
    child.once('exit', (code) => failed(new Error(`the transfer ended with exit code ${code}`)))
  })
}
