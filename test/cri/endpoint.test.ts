import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkEndpoint, parseEndpoint } from '../../src/cri/endpoint.ts'
import { CrivetError } from '../../src/errors.ts'

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'crivet-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

async function problem(path: string): Promise<string> {
  const error: unknown = await checkEndpoint(parseEndpoint(path)).catch((it: unknown) => it)
  expect(error).toBeInstanceOf(CrivetError)
  expect(error).toMatchObject({ code: 'CRIVET_ENDPOINT', hint: expect.stringMatching(/\w/) })
  return (error as Error).message
}

test.each([
  ['unix:///run/a.sock', 'unix:///run/a.sock'],
  ['unix:/run/a.sock', 'unix:///run/a.sock'],
  ['UNIX:///run/a.sock', 'unix:///run/a.sock'],
  ['/run/a.sock', 'unix:///run/a.sock'],
  ['/run//x/../a.sock', 'unix:///run/a.sock'],
  ['a.sock', `unix://${join(process.cwd(), 'a.sock')}`],
])('%s is read as %s', (given, read) => {
  expect(parseEndpoint(given)).toBe(read)
})

test.each(['tcp://1.2.3.4:1', 'http://x', 'npipe:////./pipe/x', 'vsock://2:1', '', 'unix://'])(
  '%j is refused',
  (given) => {
    expect(() => parseEndpoint(given)).toThrow(
      expect.objectContaining({ code: 'CRIVET_USAGE', hint: expect.stringMatching(/unix:\/\//) }),
    )
  },
)

test('what is wrong with a path is said', async () => {
  const dir = folder()
  writeFileSync(join(dir, 'file'), '')
  expect(await problem(join(dir, 'none'))).toMatch('there is no socket at')
  expect(await problem(join(dir, 'file', 'below'))).toMatch('there is no socket at')
  expect(await problem(dir)).toMatch('is a folder')
  expect(await problem(join(dir, 'file'))).toMatch('is a regular file')
  expect(await problem('/dev/null')).toMatch('is no socket')
  expect(await problem(join(dir, 'a'.repeat(120)))).toMatch('longer than')
})

test('a socket that someone listens on passes, one that was left over does not', async () => {
  const path = join(folder(), 'socket')
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((done) => server.listen(path, done))
  await checkEndpoint(parseEndpoint(path))
  // Closing removes the file, so another server's is left behind by a rename.
  renameSync(path, `${path}.left`)
  await new Promise((done) => server.close(done))
  expect(await problem(`${path}.left`)).toMatch('nothing listens')
})
