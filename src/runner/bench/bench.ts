import { BENCH_SCHEMA_VERSION, type BenchReport } from '../../../reports/bench-report.ts'
import { CallTimes } from '../../cri/call-times.ts'
import { packageVersion } from '../../package-root.ts'
import { createScope } from '../../scenario/create-scope.ts'
import { createHarness, type Harness } from '../../scenario/harness.ts'
import { withinScope } from '../../scenario/scope.ts'
import type { StreamProtocol } from '../../streaming/remote-session.ts'
import { type PreparedTarget, prepareTarget, type TargetOptions } from '../prepare.ts'
import { live } from './lives.ts'

/** What to measure, and how often. */
export interface BenchOptions extends TargetOptions {
  /** Lives in all, beside one for each in flight to warm up. */
  readonly lives: number
  /** Lives in flight. */
  readonly parallel: number
}

/**
 * Has pods, containers, commands and images live and die, and times each call. A call that fails ends it: its error
 * is thrown when all that was made is gone.
 */
export async function bench(
  options: BenchOptions,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<BenchReport> {
  const startedAt = new Date().toISOString()
  const prepared = await prepareTarget(options, note, signal)
  const harness = createHarness(prepared.target)
  try {
    await harness.images.shared('workload')
    const lives = { harness, protocols: await protocolsOf(harness, signal), note }
    const { parallel } = options
    note(`warming up: ${parallel} lives, then ${options.lives}`)
    await live(lives, { name: 'warm', count: parallel, parallel, times: new CallTimes() }, signal)
    const times = new CallTimes()
    const begun = performance.now()
    await live(lives, { name: 'life', count: options.lives, parallel, times }, signal)
    const tookMs = performance.now() - begun
    signal.throwIfAborted()
    return {
      schemaVersion: BENCH_SCHEMA_VERSION,
      crivet: { version: packageVersion() },
      startedAt,
      ...targetFacts(prepared),
      lives: options.lives,
      parallel,
      livesPerSecond: (options.lives * 1000) / tookMs,
      figures: times.figures,
    }
  } finally {
    const { leftovers } = await harness.close()
    for (const line of [...leftovers, ...(await prepared.dispose())])
      note(`could not be removed: ${line}`)
  }
}

async function protocolsOf(
  harness: Harness,
  signal: AbortSignal,
): Promise<readonly StreamProtocol[]> {
  const scope = createScope(harness, 'bench', signal)
  try {
    const { present } = await withinScope(scope, () =>
      harness.features.find('websocket-streaming', scope),
    )
    return present ? ['spdy', 'websocket'] : ['spdy']
  } finally {
    await scope.cleanUp()
  }
}

function targetFacts({ target }: PreparedTarget) {
  const { name, version } = target.runtime
  const { kernel, arch, cgroup } = target.host
  return {
    runtime: { name, version, handler: target.handler || target.defaultHandler },
    host: { kernel, arch, cgroup },
  }
}
