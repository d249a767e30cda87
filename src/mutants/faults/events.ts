import type { ContainerEventResponse, ContainerEventType } from '../../cri/gen/messages.ts'
import { type CallHook, faults, wrong } from '../fault.ts'
import { changesAnswer, changesMessages } from '../hooks.ts'
import { dawdles } from '../hooks-in-time.ts'

/** Faults in lifecycle events. */
export const EVENTS_FAULTS = faults({
  'events.lifecycle/created-lost': wrong(
    'tells nobody of containers that are made',
    losesEvents(({ container_event_type }) => container_event_type === 'CONTAINER_CREATED_EVENT'),
  ),
  'events.lifecycle/stopped-lost': wrong(
    'tells nobody of containers that ended',
    losesEvents(({ container_event_type }) => container_event_type === 'CONTAINER_STOPPED_EVENT'),
  ),
  'events.lifecycle/doubled': wrong(
    'tells of everything twice',
    changesMessages('GetContainerEvents', (it) => [it, it]),
  ),
  'events.lifecycle/other-type': wrong(
    'tells of ends as of removals',
    changesAnswer('GetContainerEvents', (it) => {
      if (it.container_event_type === 'CONTAINER_STOPPED_EVENT') {
        it.container_event_type = 'CONTAINER_DELETED_EVENT'
      }
    }),
  ),
  'events.in-order/end-after-removal': wrong(
    'tells of the end of a container after its removal',
    holdsBack('CONTAINER_STOPPED_EVENT', 'CONTAINER_DELETED_EVENT'),
  ),
  'events.self-exit/late': wrong(
    'tells of everything twenty seconds late',
    dawdles('GetContainerEvents', 20),
  ),
  'events.sandbox/lost': wrong(
    'tells nobody of pods',
    losesEvents(({ container_id, pod_sandbox_status }) => container_id === pod_sandbox_status?.id),
  ),
  'events.payload/no-status': wrong(
    'tells of things without the status of the pod',
    changesAnswer('GetContainerEvents', (it) => {
      it.pod_sandbox_status = null
    }),
  ),
  'events.payload/no-containers': wrong(
    'tells of things without the statuses of the containers',
    changesAnswer('GetContainerEvents', (it) => {
      it.containers_statuses = []
    }),
  ),
  'events.created-at-ordered/back': wrong(
    'tells times of events that go back',
    changesAnswer('GetContainerEvents', (it) => {
      it.created_at = 4_000_000_000_000_000_000n - it.created_at
    }),
  ),
})

function losesEvents(which: (event: ContainerEventResponse) => boolean): CallHook {
  return changesMessages('GetContainerEvents', (it) => (which(it) ? [] : [it]))
}

function holdsBack(what: ContainerEventType, until: ContainerEventType): CallHook {
  return changesMessages('GetContainerEvents', (it, { memory }) => {
    const { container_id, container_event_type } = it
    if (container_event_type === what) {
      memory.set(container_id, it)
      return []
    }
    const held = memory.get(container_id)
    return container_event_type === until && held ? [it, held as ContainerEventResponse] : [it]
  })
}
