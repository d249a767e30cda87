import { join } from 'node:path'
import { expect, type FileFacts, scenario } from 'crivet'

scenario(
  'cdi.device.injected',
  { requirement: 'cdi.injected' },
  async ({ host, sharedPod, unique }) => {
    const folder = host.folder()
    const file = host.write(join(folder, 'file'), 'of the host\n')
    const hooked = join(folder, 'hooked')
    const kind = `crivet.test/${unique('cdi')}`
    host.cdiSpec(unique('crivet'), specOf(kind, file, hooked))
    const CDI_devices = ['first', 'second'].map((name) => ({ name: `${kind}=${name}` }))
    const container = await sharedPod.run('pause', { CDI_devices })
    const { env } = await container.inspect()
    expect(env.text).toContain('CRIVET_CDI_ALL=of the spec')
    expect(env.text).toContain('CRIVET_CDI=of the device')
    const node = await container.ask<FileFacts>('stat /dev/crivet-cdi')
    expect(node).toMatchObject({ type: 'char', major: 1, minor: 3 })
    expect(await container.read('/cdi/file')).toBe('of the host\n')
    expect(host.exists(hooked), 'the hook has run').toBe(true)
  },
)

scenario('cdi.device.unknown', { requirement: 'cdi.unknown' }, async ({ sharedPod, unique }) => {
  for (const name of [`crivet.test/${unique('unknown')}=one`, 'not a qualified name']) {
    await expect(sharedPod.run('pause', { CDI_devices: [{ name }] }), name).toFailWith()
  }
})

/** One device with a variable, and one with a node, the mount of a file, and a hook that writes another. */
function specOf(kind: string, file: string, hooked: string): object {
  const script = `require('node:fs').writeFileSync(${JSON.stringify(hooked)}, '')`
  const hook = { hookName: 'createRuntime', path: process.execPath, args: ['node', '-e', script] }
  const second = {
    deviceNodes: [{ path: '/dev/crivet-cdi', type: 'c', major: 1, minor: 3 }],
    mounts: [{ hostPath: file, containerPath: '/cdi/file', options: ['ro', 'bind'] }],
    hooks: [hook],
  }
  return {
    cdiVersion: '0.3.0',
    kind,
    containerEdits: { env: ['CRIVET_CDI_ALL=of the spec'] },
    devices: [
      { name: 'first', containerEdits: { env: ['CRIVET_CDI=of the device'] } },
      { name: 'second', containerEdits: second },
    ],
  }
}
