import {
  AWKWARD_ANNOTATIONS,
  type ContainerHandle,
  type CriMethods,
  expect,
  scenario,
} from 'crivet'

scenario(
  'container.as-given.labels',
  { requirement: 'container.status.labels' },
  async ({ cri, image, sharedPod }) => {
    const labels = { 'crivet/empty': '', 'example.org/zone': 'Ünïcode ✓', plain: 'a.b-c_d' }
    const use = await image.shared('labels')
    const container = await sharedPod.create('pause', { use, labels })
    for (const told of await tellings(cri, container)) {
      expect(told.labels).toMatchObject(container.config.labels ?? {})
      expect(Object.keys(told.labels).filter((key) => key.startsWith('org.example.'))).toEqual([])
    }
  },
)

scenario(
  'container.as-given.annotations',
  { requirement: 'container.status.annotations' },
  async ({ cri, sharedPod }) => {
    const container = await sharedPod.create('pause', { annotations: AWKWARD_ANNOTATIONS })
    for (const told of await tellings(cri, container)) {
      expect(told.annotations).toEqual(container.config.annotations)
    }
  },
)

scenario(
  'container.as-given.image',
  { requirement: 'container.status.image' },
  async ({ image, sharedPod }) => {
    const { id, reference } = await image.shared('workload')
    const names = [id, reference, `sha256:${id.replace(/^sha256:/, '')}`]
    for (const named of [id, reference]) {
      const container = await sharedPod.create('pause', { use: { id: named, reference } })
      expect(names).toContain((await container.status()).image?.image)
    }
  },
)

scenario(
  'container.as-given.image-ref',
  { requirement: 'container.status.image-ref' },
  async ({ cri, sharedPod }) => {
    const container = await sharedPod.create('pause')
    for (const { image_ref } of await tellings(cri, container)) {
      expect(image_ref).toMatch(/^(?:[^@]+@sha256:|sha256:)?[0-9a-f]{64}$/)
    }
  },
)

scenario(
  'container.as-given.mounts',
  { requirement: 'container.status.mounts' },
  async ({ sharedPod }) => {
    const host_path = sharedPod.config.log_directory
    const mounts = [
      { container_path: '/read-only', host_path, readonly: true },
      { container_path: '/writable', host_path, readonly: false },
    ]
    const status = await (await sharedPod.create('pause', { mounts })).status()
    for (const mount of mounts) {
      expect(status.mounts).toContainEqual(
        expect.objectContaining({ ...mount, propagation: 'PROPAGATION_PRIVATE' }),
      )
    }
  },
)

scenario(
  'container.as-given.log-path',
  { requirement: 'container.status.log-path' },
  async ({ host, sharedPod }) => {
    const container = await sharedPod.run('pause')
    const { log_path } = await container.status()
    expect(log_path).toBe(container.logPath)
    expect(host.exists(log_path)).toBe(true)
  },
)

/** What status and list say of a container. */
async function tellings(cri: CriMethods, container: ContainerHandle) {
  const [status, { containers }] = await Promise.all([
    container.status(),
    cri.listContainers({ filter: { id: container.id } }),
  ])
  expect(containers).toHaveLength(1)
  return [status, ...containers]
}
