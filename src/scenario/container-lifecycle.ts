import type { ContainerEventType } from '../cri/gen/messages.ts'

/** The events of a container that is created, started, stopped and removed, in that order. */
export const CONTAINER_LIFECYCLE: readonly ContainerEventType[] = [
  'CONTAINER_CREATED_EVENT',
  'CONTAINER_STARTED_EVENT',
  'CONTAINER_STOPPED_EVENT',
  'CONTAINER_DELETED_EVENT',
]
