/**
 * Every wait and bound of the suites, in milliseconds, before `--timeout-scale`.
 * A value is the longest a conformant runtime may take on a slow machine, not what one usually takes.
 */
export const TIMEOUTS = {
  /** A scenario's body; its cleanup has its own time. */
  scenario: 60_000,
  /** A scenario that waits for grace periods or moves much data. */
  longScenario: 180_000,
  /** All that a scenario leaves for its cleanup to undo. */
  cleanup: 60_000,
  /** A pod whose RunPodSandbox was left while it was being made: there and removed, or given up. */
  latePod: 20_000,
  /** A change of state that a runtime reports after a call returned or a process ended. */
  stateChange: 20_000,
  /** A line of output reaching the container's log file (the kubelet tails it). */
  logLine: 10_000,
  /** A lifecycle event reaching a subscriber. */
  event: 15_000,
  /** A process vanishing from the host after its container was stopped or removed. */
  processGone: 15_000,
  /** An exec, attach or port-forward session from its first packet to its last. */
  stream: 45_000,
  /** Stats that a runtime collects on a cycle of its own (cAdvisor's is 10 s). */
  statsCycle: 30_000,
  /** Disk space of a removed image being given back. */
  spaceFreed: 120_000,
  /** A runtime that stopped listening being there again, before it counts as gone. */
  runtimeBack: 10_000,
  /** Something inside a container becoming ready, such as a listening port. */
  workload: 15_000,
} as const

/** The name of an entry in the table. */
export type TimeoutName = keyof typeof TIMEOUTS
