import type { Fault } from './fault.ts'
import { CONTAINER_FAULTS } from './faults/container.ts'
import { CONTAINER_STATUS_FAULTS } from './faults/container-status.ts'
import { EXEC_FAULTS } from './faults/exec.ts'
import { IMAGE_FAULTS } from './faults/image.ts'
import { LEAK_FAULTS } from './faults/leak.ts'
import { LIST_FAULTS } from './faults/lists.ts'
import { LOG_FAULTS } from './faults/log.ts'
import { MEANWHILE_FAULTS } from './faults/meanwhile.ts'
import { POD_FAULTS } from './faults/pod.ts'
import { POD_NETWORK_FAULTS } from './faults/pod-network.ts'
import { PROCESS_FAULTS } from './faults/process.ts'
import { SECURITY_FAULTS } from './faults/security.ts'
import { STATS_FAULTS } from './faults/stats.ts'
import { VERSION_FAULTS } from './faults/version.ts'

/** All seeded faults. */
export const FAULTS: readonly Fault[] = [
  ...VERSION_FAULTS,
  ...POD_FAULTS,
  ...POD_NETWORK_FAULTS,
  ...LIST_FAULTS,
  ...CONTAINER_FAULTS,
  ...CONTAINER_STATUS_FAULTS,
  ...PROCESS_FAULTS,
  ...SECURITY_FAULTS,
  ...LOG_FAULTS,
  ...EXEC_FAULTS,
  ...IMAGE_FAULTS,
  ...STATS_FAULTS,
  ...LEAK_FAULTS,
  ...MEANWHILE_FAULTS,
]
