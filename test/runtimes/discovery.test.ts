import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findEndpoints } from '../../src/runtimes/discovery.ts'

test('lists the environment, crictl’s settings and the sockets that are there, each once', async () => {
  const dir = await folder()
  const socket = await listen(join(dir, 'a.sock'))
  const other = await listen(join(dir, 'b.sock'))
  const crictlConfig = join(dir, 'crictl.yaml')
  await writeFile(crictlConfig, `runtime-endpoint: unix://${other}\nimage-endpoint: ${socket}\n`)
  const found = findEndpoints({
    env: { CONTAINER_RUNTIME_ENDPOINT: socket },
    crictlConfig,
    sockets: [socket, other, join(dir, 'absent.sock')],
  })
  expect(found).toEqual([
    { endpoint: `unix://${socket}`, from: '$CONTAINER_RUNTIME_ENDPOINT', present: true },
    {
      endpoint: `unix://${other}`,
      imageEndpoint: `unix://${socket}`,
      from: crictlConfig,
      present: true,
    },
  ])
})

test('a setting that names no socket is listed as not present', () => {
  const env = { CONTAINER_RUNTIME_ENDPOINT: 'unix:///nowhere.sock' }
  expect(findEndpoints({ env, crictlConfig: '/nowhere.yaml', sockets: [] })).toEqual([
    { endpoint: 'unix:///nowhere.sock', from: '$CONTAINER_RUNTIME_ENDPOINT', present: false },
  ])
})

test('a broken crictl.yaml is named, not passed over', async () => {
  const crictlConfig = join(await folder(), 'crictl.yaml')
  await writeFile(crictlConfig, 'runtime-endpoint: [')
  expect(() => findEndpoints({ env: {}, crictlConfig, sockets: [] })).toThrow(
    expect.objectContaining({
      code: 'CRIVET_CONFIG',
      message: expect.stringContaining(crictlConfig),
    }),
  )
})

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'crivet-test-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  return dir
}

function listen(path: string): Promise<string> {
  const server = createServer()
  onTestFinished(() => void server.close())
  return new Promise((resolve) => server.listen(path, () => resolve(path)))
}
