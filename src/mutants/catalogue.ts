import type { Fault } from './fault.ts'
import { LIST_FAULTS } from './faults/lists.ts'
import { POD_FAULTS } from './faults/pod.ts'
import { POD_NETWORK_FAULTS } from './faults/pod-network.ts'
import { VERSION_FAULTS } from './faults/version.ts'

/** All seeded faults. */
export const FAULTS: readonly Fault[] = [
  ...VERSION_FAULTS,
  ...POD_FAULTS,
  ...POD_NETWORK_FAULTS,
  ...LIST_FAULTS,
]
