import { faults, Refusal, wrong } from '../fault.ts'
import { changesAnswer, pretends, swallowsErrors } from '../hooks.ts'
import { hangsOnce } from '../hooks-in-time.ts'

/** Faults in starting containers. */
export const CONTAINER_START_FAULTS = faults({
  'container.start.runs/nothing-done': wrong(
    'answers that a container runs and starts nothing',
    pretends('StartContainer', {}),
  ),
  'container.start.runs/hangs': wrong(
    'does not answer the first start',
    hangsOnce('StartContainer'),
  ),
  'container.start.twice-is-error/swallowed': wrong(
    'takes a second start for the first',
    swallowsErrors('StartContainer', {}),
  ),
  'container.start.exited-is-error/swallowed': wrong(
    'answers success for the start of an exited container',
    {
      method: 'StartContainer',
      around: async ({ request, runtime }, ask) => {
        const { status } = await runtime.containerStatus({ container_id: request.container_id })
        return status?.state === 'CONTAINER_EXITED' ? {} : ask()
      },
    },
  ),
  'container.start.unknown-is-error/swallowed': wrong(
    'answers success for the start of a container that is not there',
    {
      method: 'StartContainer',
      around: async ({ request, runtime }, ask) => {
        const filter = { id: request.container_id }
        const { containers } = await runtime.listContainers({ filter })
        return containers.length === 0 ? {} : ask()
      },
    },
  ),
  'container.start.after-image-removal/refused': wrong('starts no container whose image is gone', {
    method: 'StartContainer',
    around: async ({ request, runtime }, ask) => {
      const { status } = await runtime.containerStatus({ container_id: request.container_id })
      const image = status?.image_id || status?.image_ref || ''
      const found = await runtime.imageStatus({ image: { image } })
      if (!found.image) throw new Refusal('NOT_FOUND', 'no such image')
      return ask()
    },
  }),
  'container.start.bad-command-fails/swallowed': wrong(
    'answers success for a command that cannot be run',
    swallowsErrors('StartContainer', {}),
    swallowsErrors('CreateContainer', { container_id: 'f'.repeat(64) }),
  ),
  'container.start.failed-is-not-running/stays-created': wrong(
    'leaves containers created whose start failed',
    changesAnswer('ContainerStatus', ({ status }) => {
      if (status?.state === 'CONTAINER_EXITED' && status.started_at === 0n)
        status.state = 'CONTAINER_CREATED'
      if (status?.reason === 'StartError') status.state = 'CONTAINER_CREATED'
    }),
  ),
})
