import type { Finding } from '../../reports/surroundings.ts'
import { CriError } from '../cri/error.ts'
import type { ContainerConfig } from '../cri/gen/messages.ts'
import type { Init } from '../cri/init.ts'
import { HostFixture } from './fixtures/host.ts'
import { ContainerHandle } from './handles/container.ts'
import { type Scope, uniqueName } from './scope.ts'

/** Whether images can be mounted into containers. */
export async function findImageVolumes(scope: Scope): Promise<Finding> {
  const question = 'CreateContainer takes a read-only mount of an image that is there'
  const { id: image, reference } = await scope.harness.images.shared('workload')
  const made = await tryCreate(scope, {
    mounts: [
      {
        image: { image, user_specified_image: reference },
        container_path: '/image',
        readonly: true,
      },
    ],
  })
  if (made instanceof CriError) return { present: false, question, answer: made.message }
  return { present: true, question, answer: 'yes' }
}

/** Whether CDI devices take effect. */
export async function findCdi(scope: Scope): Promise<Finding> {
  const question = 'a CDI device that crivet lays on the host gives a container its variable'
  const kind = `crivet.test/${uniqueName(scope, 'probe')}`
  new HostFixture(scope).cdiSpec(uniqueName(scope, 'crivet'), {
    cdiVersion: '0.3.0',
    kind,
    devices: [{ name: 'one', containerEdits: { env: ['CRIVET_CDI=given'] } }],
  })
  const made = await tryCreate(scope, { CDI_devices: [{ name: `${kind}=one` }] })
  if (made instanceof CriError) return { present: false, question, answer: made.message }
  await made.start()
  const { env } = await made.inspect()
  const present = env.text.includes('CRIVET_CDI=given')
  return { present, question, answer: present ? 'yes' : 'it is ignored' }
}

async function tryCreate(
  scope: Scope,
  overrides: Init<ContainerConfig>,
): Promise<ContainerHandle | CriError> {
  const pod = await scope.harness.sharedPod.for(scope)
  const config = await pod.containerConfig('pause', overrides)
  const request = { pod_sandbox_id: pod.id, config, sandbox_config: pod.config }
  try {
    const { container_id } = await scope.cri.createContainer(request)
    return new ContainerHandle(scope, container_id, pod, config)
  } catch (error) {
    if (!(error instanceof CriError) || error.source === 'client') throw error
    return error
  }
}
