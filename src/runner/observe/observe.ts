import { setTimeout as pause } from 'node:timers/promises'
import type { CallFigures } from '../../../reports/bench-report.ts'
import type { InvariantViolation } from '../../../reports/run-report.ts'
import { CallTimes } from '../../cri/call-times.ts'
import { connect } from '../../cri/client.ts'
import { checkEndpoint, parseEndpoint } from '../../cri/endpoint.ts'
import { CriError } from '../../cri/error.ts'
import type { MethodName } from '../../cri/gen/methods.ts'
import { Invariants } from '../../cri/invariants/invariants.ts'
import { judgeInvariants, listedDetails } from '../../known-failures/judge.ts'
import { hostFacts } from '../../scenario/host-facts.ts'
import { openKnownFailures } from '../open-known-failures.ts'
import { type ProbedTarget, probeTarget, runtimeOf } from '../probe-target.ts'
import { look } from './look.ts'

const BETWEEN_LOOKS_MS = 1_000
// What must stay the same takes two looks to see.
const LEAST_LOOKS = 2

/** What to look at, and for how long. */
export interface ObserveOptions {
  readonly endpoint: string
  readonly imageEndpoint: string | undefined
  readonly forMs: number
  /** Also the RPCs that a kubelet with default settings does not call. */
  readonly thorough: boolean
  /** The file of `--known-failures`, of which entries about invariants count. */
  readonly knownFailures: string | undefined
  readonly timeoutScale: number
}

/** What a runtime in service showed; nothing was changed there. */
export interface Observation {
  readonly endpoint: string
  readonly runtime: {
    readonly name: string
    readonly version: string
    readonly apiVersion: string
  }
  readonly startedAt: string
  readonly durationMs: number
  readonly interrupted: boolean
  /** How often everything was asked for. */
  readonly looks: number
  /** Different ones that were seen. */
  readonly seen: Readonly<Record<'pods' | 'containers' | 'images', number>>
  readonly rpcs: readonly CallFigures[]
  /** RPCs that the runtime does not have, and need not. */
  readonly notOffered: readonly MethodName[]
  /** Calls that should have succeeded, by RPC and code. */
  readonly failures: readonly ObservedFailure[]
  readonly invariants: readonly InvariantViolation[]
  /** Checks that broke, as stacks: crivet itself is at fault. */
  readonly unhandled: readonly string[]
}

/** Calls of one RPC that failed alike. */
export interface ObservedFailure {
  readonly method: string
  readonly code: string
  readonly count: number
  /** The first one's. */
  readonly message: string
}

/**
 * Asks a runtime in service over and over for what a kubelet asks, and checks the invariants on each answer. It
 * ends early where the runtime no longer answers, and when the signal comes.
 *
 * @throws CrivetError where there is no runtime to look at.
 */
export async function observe(options: ObserveOptions, signal: AbortSignal): Promise<Observation> {
  const endpoint = parseEndpoint(options.endpoint)
  await checkEndpoint(endpoint)
  const imageEndpoint =
    options.imageEndpoint === undefined ? undefined : parseEndpoint(options.imageEndpoint)
  const { knownFailures, timeoutScale } = options
  const known = openKnownFailures({ knownFailures, updateKnownFailures: false }, false)
  const probed = await probeTarget(endpoint, imageEndpoint, timeoutScale)

  const startedAt = new Date()
  const here = circumstances(probed, startedAt)
  const entries = known.entriesFor(here.runtime)
  const begun = performance.now()
  const times = new CallTimes()
  const invariants = new Invariants(listedDetails(entries, here))
  const failures = new Map<string, ObservedFailure>()
  const failed = (error: CriError) => {
    const { method, code, message } = error
    const before = failures.get(`${method} ${code}`)
    failures.set(`${method} ${code}`, {
      ...(before ?? { method, code, message }),
      count: (before?.count ?? 0) + 1,
    })
  }
  const seen = { pods: new Set<string>(), containers: new Set<string>(), images: new Set<string>() }
  const { cri, close } = connect({
    endpoint,
    ...(imageEndpoint === undefined ? {} : { imageEndpoint }),
    deadlineScale: timeoutScale,
    observers: [times.observer, invariants.observer('observe')],
    signal,
  })
  const notOffered = new Set<MethodName>()
  let looks = 0
  try {
    while (looks < LEAST_LOOKS || performance.now() - begun < options.forMs) {
      await look({ cri, thorough: options.thorough, seen, failed, notOffered })
      looks++
      await pause(BETWEEN_LOOKS_MS, undefined, { signal })
    }
  } catch (error) {
    if (!signal.aborted) {
      if (!(error instanceof CriError)) throw error
      failed(error)
    }
  } finally {
    close()
  }
  return {
    endpoint,
    runtime: runtimeOf(probed),
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - begun),
    interrupted: signal.aborted,
    looks,
    seen: {
      pods: seen.pods.size,
      containers: seen.containers.size,
      images: seen.images.size,
    },
    rpcs: times.figures.filter(({ name }) => !notOffered.has(name as MethodName)),
    notOffered: [...notOffered],
    failures: [...failures.values()],
    invariants: judgeInvariants(invariants.violations, entries, here),
    unhandled: invariants.errors,
  }
}

function circumstances(probed: ProbedTarget, startedAt: Date) {
  const { name: runtime, version } = runtimeOf(probed)
  const { kernel, cgroup } = hostFacts()
  const today = startedAt.toISOString().slice(0, 10)
  // Pods of several handlers may be there: entries about one of them do not apply.
  return { runtime, version, handler: '', kernel, cgroup, today }
}
