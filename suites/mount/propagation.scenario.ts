import { join } from 'node:path'
import { type Attempt, expect, type Fixtures, scenario } from 'crivet'

scenario(
  'mount.propagation.private',
  { requirement: 'mount.propagation.private', feature: 'host-mounts' },
  async ({ host, pods }) => {
    const seen = await seenAcross({ host, pods }, 'PROPAGATION_PRIVATE')
    expect(seen).toEqual({ inside: false, onHost: false })
  },
)

scenario(
  'mount.propagation.from-host',
  { requirement: 'mount.propagation.slave', feature: 'host-mounts' },
  async ({ host, pods }) => {
    const seen = await seenAcross({ host, pods }, 'PROPAGATION_HOST_TO_CONTAINER')
    expect(seen).toEqual({ inside: true, onHost: false })
  },
)

scenario(
  'mount.propagation.both-ways',
  { requirement: 'mount.propagation.shared', feature: 'host-mounts' },
  async ({ host, pods }) => {
    const seen = await seenAcross({ host, pods }, 'PROPAGATION_BIDIRECTIONAL')
    expect(seen).toEqual({ inside: true, onHost: true })
  },
)

scenario(
  'mount.propagation.source-private',
  { requirement: 'mount.propagation.source-not-shared', feature: 'host-mounts' },
  async ({ host, pods }) => {
    const pod = await privilegedPod(pods)
    const folder = await host.mount(host.folder(), 'private')
    for (const propagation of [
      'PROPAGATION_HOST_TO_CONTAINER',
      'PROPAGATION_BIDIRECTIONAL',
    ] as const) {
      const mounts = [host.volume(folder, '/data', { propagation })]
      await expect(pod.run('pause', { mounts, ...PRIVILEGED })).toFailWith()
    }
  },
)

// A kubelet lets only privileged containers propagate mounts to the host.
const PRIVILEGED = { linux: { security_context: { privileged: true } } }

function privilegedPod(pods: Fixtures['pods']) {
  return pods.run(PRIVILEGED)
}

/** Mounts on either side of a container's mount, and tells which shows on the other. */
async function seenAcross(
  { host, pods }: Pick<Fixtures, 'host' | 'pods'>,
  propagation:
    | 'PROPAGATION_PRIVATE'
    | 'PROPAGATION_HOST_TO_CONTAINER'
    | 'PROPAGATION_BIDIRECTIONAL',
) {
  const pod = await privilegedPod(pods)
  const folder = await host.mount(host.folder(), 'shared')
  host.write(join(folder, 'of-container/.keep'), '')
  const mounts = [host.volume(folder, '/data', { propagation })]
  const container = await pod.run('pause', { mounts, ...PRIVILEGED })
  host.write(join(await host.mount(join(folder, 'of-host')), 'file'), '')
  const mounted = await container.ask<Attempt>('mount tmpfs /data/of-container tmpfs')
  expect(mounted).toMatchObject({ ok: true })
  await container.exec(['append', '/data/of-container/file', ''])
  return {
    inside: (await container.exec('stat /data/of-host/file')).exitCode === 0,
    onHost: host.exists(join(folder, 'of-container/file')),
  }
}
