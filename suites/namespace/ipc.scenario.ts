import { randomInt } from 'node:crypto'
import { type ContainerHandle, expect, type FileFacts, scenario } from 'crivet'

scenario(
  'namespace.ipc.pod',
  { requirement: 'ns.ipc.pod' },
  async ({ host, pod, sharedPod, unique }) => {
    const [bytes, file] = [segmentBytes(), unique('shared')]
    const owner = await pod.run(['shared-memory', String(bytes)])
    await owner.logged('ready')
    expect(await owner.exec(`append /dev/shm/${file} text`)).toMatchObject({ exitCode: 0 })
    const sibling = await pod.run('pause')
    expect(await segments(sibling)).toContain(bytes)
    expect(await files(sibling)).toContain(file)
    const { device } = await owner.ask<FileFacts>('stat /dev/mqueue')
    expect(await sibling.ask('stat /dev/mqueue')).toMatchObject({ device })
    const stranger = await sharedPod.run('pause')
    expect(await segments(stranger)).not.toContain(bytes)
    expect(await files(stranger)).not.toContain(file)
    expect(sizes(host.read('/proc/sysvipc/shm'))).not.toContain(bytes)
    expect(host.exists(`/dev/shm/${file}`), 'the file is on the host').toBe(false)
  },
)

scenario('namespace.ipc.node', { requirement: 'ns.ipc.node' }, async ({ host, pods, unique }) => {
  const pod = await pods.run({
    linux: { security_context: { namespace_options: { ipc: 'NODE' } } },
  })
  const [bytes, file] = [segmentBytes(), `/dev/shm/${unique('shared')}`]
  const container = await pod.run(['shared-memory', String(bytes)])
  await container.logged('ready')
  expect((await container.inspect()).namespaces.ipc).toBe(host.link('/proc/self/ns/ipc'))
  expect(sizes(host.read('/proc/sysvipc/shm'))).toContain(bytes)
  expect(await container.exec(`append ${file} text`)).toMatchObject({ exitCode: 0 })
  const onHost = host.exists(file)
  expect(await container.exec(`rm ${file}`)).toMatchObject({ exitCode: 0 })
  expect(onHost, 'the file was on the host').toBe(true)
})

// A System V segment is told by its size: one that nobody else is likely to have.
function segmentBytes(): number {
  return randomInt(1_000_000, 9_999_999)
}

async function segments(container: ContainerHandle): Promise<readonly number[]> {
  return sizes((await container.exec('read-file /proc/sysvipc/shm')).stdout)
}

function sizes(table: string): readonly number[] {
  const [titles = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const column = titles.indexOf('size')
  expect(column, 'column of sizes').toBeGreaterThan(0)
  return rows.map((row) => Number(row[column]))
}

async function files(container: ContainerHandle): Promise<readonly string[]> {
  return (await container.ask<readonly FileFacts[]>('ls /dev/shm')).map(({ name }) => name)
}
