import { expect, scenario } from 'crivet'

scenario(
  'image.layers.laid-over',
  { requirement: 'image.pull.layer-semantics' },
  async ({ image, sharedPod }) => {
    const container = await sharedPod.run('pause', { use: await image.shared('multi-layer') })
    const list = (path: string) => container.ask<readonly FileFacts[]>(['ls', path])
    const found = Object.fromEntries((await list('/layers')).map((it) => [it.name, it]))
    expect(Object.keys(found).sort()).toEqual(Object.keys(LAYERS).sort())
    expect(found).toMatchObject(LAYERS)
    expect(found['hard-link']?.inode).toBe(found['link-source']?.inode)
    expect((await list('/layers/opaque')).map(({ name }) => name)).toEqual(['above'])
    const { stdout } = await container.exec('read-file /layers/overwritten')
    expect(stdout).toBe('from the upper layer\n')
  },
)

interface FileFacts {
  readonly name: string
  readonly inode: number
}

// What the two layers of the image leave; what one removes from the other is missing here.
const LAYERS = {
  opaque: { type: 'directory' },
  replaced: { type: 'file', sizeBytes: 11 },
  kept: { type: 'file', mode: '0644', uid: 0, gid: 0 },
  overwritten: { type: 'file', mode: '0640', uid: 1000, gid: 2000 },
  'link-source': { type: 'file', links: 2 },
  'hard-link': { type: 'file', links: 2 },
  symlink: { type: 'symlink', target: 'kept' },
  'absolute-symlink': { type: 'symlink', target: '/layers/kept' },
  dangling: { type: 'symlink', target: '/nowhere' },
  fifo: { type: 'fifo', mode: '0622' },
  'set-uid': { type: 'file', mode: '4755', uid: 1000 },
  'set-gid': { type: 'file', mode: '2755', gid: 2000 },
  sticky: { type: 'directory', mode: '1777' },
  attributes: { xattrs: { 'user.crivet': Buffer.from('kept').toString('base64') } },
  zeros: { type: 'file', sizeBytes: 1024 * 1024 },
  'name with blanks, ünïcode': { type: 'file' },
}
