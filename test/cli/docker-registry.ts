import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { findExecutable, searchDirs } from '../../src/runtimes/executables.ts'
import { tempFolder } from './crivet.ts'

const POLL_MS = 50

/** A registry that anybody may push to, without TLS, and that is none of crivet's; answers `127.0.0.1:PORT`. */
export async function startDockerRegistry(): Promise<string> {
  const binary = findExecutable('docker-registry', searchDirs())
  if (binary === undefined) throw new Error('no docker-registry: run scripts/setup.sh test')
  const folder = tempFolder()
  const host = `127.0.0.1:${await freePort()}`
  const config = join(folder, 'config.yml')
  writeFileSync(
    config,
    JSON.stringify({
      version: '0.1',
      log: { level: 'error' },
      storage: { filesystem: { rootdirectory: join(folder, 'data') } },
      http: { addr: host },
    }),
  )
  const child = spawn(binary, ['serve', config], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  while (!(await answers(`http://${host}/v2/`))) {
    if (child.exitCode !== null) throw new Error(`docker-registry ended with ${child.exitCode}`)
    await pause(POLL_MS)
  }
  return host
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
