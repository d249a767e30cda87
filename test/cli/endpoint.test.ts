import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { listen, socketPath } from '../cri/plain-servers.ts'
import { crivet, type Ended, type RunOptions, refusal, tempFolder } from './crivet.ts'

const NOBODY = 65534
// Far above what the deadlines under test come to, far below the kubelet's two minutes.
const SOON_MS = 60_000

test('no endpoint: says what to do and changes nothing', async () => {
  const env = { CONTAINER_RUNTIME_ENDPOINT: '' }
  const ended = await crivet([], { env })
  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(ended.stderr).toMatch(/^crivet: no endpoint was given.*\n {2}→ .*crivet .+\n$/)
})

test('no endpoint, but one is set: names it', async () => {
  const endpoint = await listen(() => {})
  const { code, stderr } = await crivet([], { env: { CONTAINER_RUNTIME_ENDPOINT: endpoint } })
  expect(code).toBe(2)
  expect(stderr).toContain(`found: ${endpoint} ($CONTAINER_RUNTIME_ENDPOINT)`)
  expect(stderr).toContain(`→ crivet ${endpoint} `)
})

test('no socket, a file, a folder, nobody behind it', async () => {
  const dir = tempFolder()
  const [none, file, folder] = [join(dir, 'none'), join(dir, 'file'), join(dir, 'folder')]
  writeFileSync(file, '')
  mkdirSync(folder)
  const doctor = 'see which sockets there are: crivet doctor'
  await refuses(none, `there is no socket at ${none}`, `is the runtime running? ${doctor}`)
  await refuses(
    join(file, 'x'),
    `there is no socket at ${file}/x`,
    `is the runtime running? ${doctor}`,
  )
  await refuses(file, `${file} is a regular file, not a runtime's socket`, doctor)
  await refuses(folder, `${folder} is a folder, not a runtime's socket`, doctor)
})

test.runIf(process.getuid?.() === 0)('a socket without permission', async () => {
  const path = socketPath()
  chmodSync(dirname(path), 0o755)
  const endpoint = await listen(() => {}, path)
  chmodSync(path, 0o600)
  const cwd = tempFolder()
  chmodSync(cwd, 0o777)
  await refuses(
    endpoint,
    `no permission to use ${path}`,
    'run crivet as root, or as a user who may use the socket: sudo npx crivet …',
    { uid: NOBODY, cwd },
  )
})

test('servers that are no runtime: each is told from a runtime in time', {
  timeout: 120_000,
}, async () => {
  const servers = [
    await http(),
    await listen((socket) => void socket.write(randomBytes(4096))),
    await listen((socket) => void socket.end()),
    await listen((socket) => void socket.destroy()),
  ]
  const commands = [[], ['doctor'], ['cleanup'], []]
  const all = await Promise.all(
    servers.map(async (endpoint, at) => {
      return { endpoint, ended: await crivet([...(commands[at] ?? []), endpoint]) }
    }),
  )
  for (const { endpoint, ended } of all) {
    expect(ended).toMatchObject({ code: 3 })
    expect(oneLine(ended)).toMatch(
      new RegExp(
        `^crivet: ${endpoint} (does not answer as a CRI v1 runtime: Version: |did not answer within)`,
      ),
    )
    expect(ended.ms).toBeLessThan(SOON_MS)
  }
})

test('a server that accepts and never answers costs the deadline of Version', async () => {
  const endpoint = await listen((socket) => void socket.resume())
  const scaled = await crivet([endpoint, '--timeout-scale', '0.2'])
  expect(scaled).toMatchObject({
    code: 3,
    stderr: refusal(
      `${endpoint} did not answer within 2 s`,
      'see whether the runtime is up: crictl --runtime-endpoint … version',
    ),
  })
  expect(scaled.ms).toBeLessThan(SOON_MS)
  const others = ['doctor', 'cleanup'].map((command) => crivet([command, endpoint]))
  for (const ended of await Promise.all(others)) {
    expect(ended).toMatchObject({ code: 3 })
    expect(ended.stderr).toContain(`${endpoint} did not answer within 10 s`)
    expect(ended.ms).toBeLessThan(SOON_MS)
  }
})

async function refuses(endpoint: string, message: string, hint: string, options?: RunOptions) {
  const commands = [[endpoint], ['doctor', endpoint], ['cleanup', endpoint]]
  for (const ended of await Promise.all(commands.map((args) => crivet(args, options)))) {
    expect(ended).toMatchObject({ code: 3, stderr: refusal(message, hint) })
  }
}

// The one line of the error, its hint cut off.
function oneLine({ stderr }: Ended): string {
  const [line = '', hint = '', ...more] = stderr.split('\n')
  expect(hint).toMatch(/^ {2}→ /)
  expect(more).toEqual([''])
  return line
}

async function http(): Promise<string> {
  const path = socketPath()
  const server = createServer((_, response) => response.end('hello'))
  await new Promise<void>((done) => server.listen(path, done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `unix://${path}`
}
