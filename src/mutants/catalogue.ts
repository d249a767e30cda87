import type { Fault } from './fault.ts'
import { CONTAINER_CREATE_FAULTS } from './faults/container-create.ts'
import { CONTAINER_START_FAULTS } from './faults/container-start.ts'
import { CONTAINER_STATUS_FAULTS } from './faults/container-status.ts'
import { CONTAINER_STOP_FAULTS } from './faults/container-stop.ts'
import { EVENTS_FAULTS } from './faults/events.ts'
import { EXEC_SYNC_FAULTS } from './faults/exec-sync.ts'
import { EXEC_SYNC_LIMIT_FAULTS } from './faults/exec-sync-limits.ts'
import { GRPC_FAULTS } from './faults/grpc.ts'
import { IDENTITY_FAULTS } from './faults/identity.ts'
import { IMAGE_MEANWHILE_FAULTS } from './faults/image-meanwhile.ts'
import { IMAGE_PULL_FAULTS } from './faults/image-pull.ts'
import { IMAGE_REMOVE_FAULTS } from './faults/image-remove.ts'
import { IMAGE_STATUS_FAULTS } from './faults/image-status.ts'
import { LEAK_FAULTS } from './faults/leak.ts'
import { LIST_FAULTS } from './faults/lists.ts'
import { LOG_FAULTS } from './faults/log.ts'
import { MEANWHILE_FAULTS } from './faults/meanwhile.ts'
import { METRICS_FAULTS } from './faults/metrics.ts'
import { MOUNT_FAULTS } from './faults/mount.ts'
import { MOUNTS_HOST_FAULTS } from './faults/mounts-host.ts'
import { NAMESPACES_FAULTS } from './faults/namespaces.ts'
import { NETWORK_DOWN_FAULTS } from './faults/network-down.ts'
import { POD_FAULTS } from './faults/pod.ts'
import { POD_CONFIG_FAULTS } from './faults/pod-config.ts'
import { POD_HOST_FAULTS } from './faults/pod-host.ts'
import { POD_NETWORK_FAULTS } from './faults/pod-network.ts'
import { POD_STATUS_FAULTS } from './faults/pod-status.ts'
import { POD_STOP_FAULTS } from './faults/pod-stop.ts'
import { PROCESS_FAULTS } from './faults/process.ts'
import { PROFILES_FAULTS } from './faults/profiles.ts'
import { RESOURCES_FAULTS } from './faults/resources.ts'
import { RESTART_FAULTS } from './faults/restart.ts'
import { SECURITY_FAULTS } from './faults/security.ts'
import { SOAK_FAULTS } from './faults/soak.ts'
import { STATS_FAULTS } from './faults/stats.ts'
import { STREAM_FAULTS } from './faults/stream.ts'
import { STREAM_SESSION_FAULTS } from './faults/stream-session.ts'
import { SYSCTLS_FAULTS } from './faults/sysctls.ts'
import { VERSION_FAULTS } from './faults/version.ts'

/** All seeded faults. */
export const FAULTS: readonly Fault[] = [
  ...CONTAINER_CREATE_FAULTS,
  ...CONTAINER_START_FAULTS,
  ...CONTAINER_STATUS_FAULTS,
  ...CONTAINER_STOP_FAULTS,
  ...EVENTS_FAULTS,
  ...EXEC_SYNC_FAULTS,
  ...EXEC_SYNC_LIMIT_FAULTS,
  ...GRPC_FAULTS,
  ...IDENTITY_FAULTS,
  ...IMAGE_MEANWHILE_FAULTS,
  ...IMAGE_PULL_FAULTS,
  ...IMAGE_REMOVE_FAULTS,
  ...IMAGE_STATUS_FAULTS,
  ...LEAK_FAULTS,
  ...LIST_FAULTS,
  ...LOG_FAULTS,
  ...MEANWHILE_FAULTS,
  ...METRICS_FAULTS,
  ...MOUNT_FAULTS,
  ...MOUNTS_HOST_FAULTS,
  ...NAMESPACES_FAULTS,
  ...NETWORK_DOWN_FAULTS,
  ...POD_CONFIG_FAULTS,
  ...POD_HOST_FAULTS,
  ...POD_NETWORK_FAULTS,
  ...POD_STATUS_FAULTS,
  ...POD_STOP_FAULTS,
  ...POD_FAULTS,
  ...PROCESS_FAULTS,
  ...PROFILES_FAULTS,
  ...RESTART_FAULTS,
  ...RESOURCES_FAULTS,
  ...SECURITY_FAULTS,
  ...SOAK_FAULTS,
  ...STATS_FAULTS,
  ...STREAM_FAULTS,
  ...STREAM_SESSION_FAULTS,
  ...SYSCTLS_FAULTS,
  ...VERSION_FAULTS,
]
