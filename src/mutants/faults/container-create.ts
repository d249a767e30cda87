import { faults, wrong } from '../fault.ts'
import {
  after,
  changesAnswer,
  changesRequest,
  failsAfterwards,
  refuses,
  swallowsErrors,
} from '../hooks.ts'

/** Faults in making containers. */
export const CONTAINER_CREATE_FAULTS = faults({
  'container.create.returns-id/no-id': wrong(
    'makes a container and answers no id',
    changesAnswer('CreateContainer', (it) => {
      it.container_id = ''
    }),
  ),
  'container.create.returns-id/of-pod': wrong(
    'answers the id of the pod in place of the container’s',
    changesAnswer('CreateContainer', (it, { request }) => {
      it.container_id = request.pod_sandbox_id
    }),
  ),
  'container.create.state-created/started': wrong(
    'starts containers that are only to be made',
    after('CreateContainer', async ({ runtime, touch }, { container_id }) => {
      await runtime.startContainer({ container_id })
      touch()
    }),
    swallowsErrors('StartContainer', {}),
  ),
  'container.create.unknown-sandbox/swallowed': wrong(
    'answers an id for a container in a pod that is not there',
    swallowsErrors('CreateContainer', { container_id: 'f'.repeat(64) }),
  ),
  'container.create.image-missing/pulls': wrong('pulls an image that a container is made of', {
    method: 'CreateContainer',
    around: async ({ request, runtime, touch }, ask) => {
      const image = request.config?.image?.image ?? ''
      const known = (await runtime.imageStatus({ image: { image } })).image
      if (!known && image.includes('/')) {
        await runtime.pullImage({ image: { image } })
        touch()
      }
      return ask()
    },
  }),
  'container.create.image-by-id/refused': wrong(
    'makes no containers of images that are named by a tag',
    refuses('CreateContainer', 'NOT_FOUND', ({ config }) =>
      /\/.*:[^@]+$/.test(config?.image?.image ?? ''),
    ),
  ),
  'container.create.in-right-sandbox/other': wrong(
    'makes containers in some other pod',
    changesRequest('CreateContainer', async (it, { runtime }) => {
      const { items } = await runtime.listPodSandbox({
        filter: { state: { state: 'SANDBOX_READY' } },
      })
      const other = items.find(({ id }) => id !== it.pod_sandbox_id)
      if (other) it.pod_sandbox_id = other.id
    }),
  ),
  'container.create.duplicate-refused/second-made': wrong(
    'makes the same container twice',
    changesRequest('CreateContainer', ({ config, pod_sandbox_id }, { memory }) => {
      const name = `${pod_sandbox_id} ${config?.metadata?.name} ${config?.metadata?.attempt}`
      if (memory.has(name) && config?.metadata) config.metadata.attempt += 1000
      memory.set(name, true)
    }),
  ),
  'container.create.new-attempt/refused': wrong(
    'refuses another attempt of a container',
    refuses(
      'CreateContainer',
      'ALREADY_EXISTS',
      ({ config }) => (config?.metadata?.attempt ?? 0) > 0,
    ),
  ),
  'container.create.failure-leaves-nothing/left': wrong('keeps a container whose creation failed', {
    method: 'CreateContainer',
    around: async ({ request, runtime, touch }, ask) => {
      try {
        return await ask()
      } catch (error) {
        const { images } = await runtime.listImages({})
        const image = images.find(({ repo_tags }) => /\/workload:/.test(repo_tags[0] ?? ''))
        const config = { ...request.config, image: { image: image?.id }, devices: [], linux: null }
        await runtime.createContainer({ ...request, config }).then(touch, () => undefined)
        throw error
      }
    },
  }),
  'container.create.uses-sandbox-config/taken': wrong(
    'makes a pod of its own for a container whose request tells of another pod',
    changesRequest('CreateContainer', async (it, { runtime, atEnd }) => {
      const { pod_sandbox_id, sandbox_config: told } = it
      const { status } = await runtime.podSandboxStatus({ pod_sandbox_id })
      if (!told?.metadata || told.hostname === status?.metadata?.name) return
      const config = { ...told, metadata: { ...told.metadata, attempt: 1 } }
      const other = await runtime.runPodSandbox({ config })
      it.pod_sandbox_id = other.pod_sandbox_id
      atEnd(() => runtime.removePodSandbox(other).catch(() => undefined))
    }),
  ),
  'container.create.failure-leaves-nothing/stays': wrong(
    'answers an error for a container that it made',
    failsAfterwards('CreateContainer', 'UNKNOWN'),
  ),
})
