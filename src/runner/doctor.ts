import type { Finding } from '../../reports/surroundings.ts'
import type { RuntimeCondition } from '../cri/gen/messages.ts'
import { createScope } from '../scenario/create-scope.ts'
import { createHarness, type Harness } from '../scenario/harness.ts'
import { type Scope, withinScope } from '../scenario/scope.ts'
import { REQUIREMENTS } from '../spec/gen/requirements.ts'
import type { FeatureName } from '../spec/requirement.ts'
import { type CatalogueEntry, loadCatalogue } from './catalogue.ts'
import { type PreparedTarget, prepareTarget, type TargetOptions } from './prepare.ts'
import { select } from './select.ts'

/** How a look of the doctor's ended: `blocks` makes a run pointless, `leaves-out` narrows it. */
export type LookResult = 'ok' | 'leaves-out' | 'blocks'

/** One look, what it showed and what to do about it. */
export interface Look {
  readonly result: LookResult
  readonly what: string
  readonly hint?: string
}

const NO_FILTERS = { scenarios: [], skip: [], profiles: [], rpcs: [], level: undefined }

/** Looks at a runtime as a run would, up to a pod with a container, and takes everything away again. */
export async function examine(
  options: TargetOptions,
  signal: AbortSignal,
): Promise<readonly Look[]> {
  const notes: string[] = []
  const prepared = await prepareTarget(options, (text) => notes.push(text), signal)
  try {
    const looks = [...facts(prepared), ...notes.map(ok), ...(await tries(prepared, signal))]
    return [...looks, ...needs(prepared)]
  } finally {
    const left = await prepared.dispose()
    if (left.length > 0) process.stderr.write(`could not be removed: ${left.join(', ')}\n`)
  }
}

function facts({ target, probed }: PreparedTarget): readonly Look[] {
  const { name, version, apiVersion } = target.runtime
  const { kernel, arch, cgroup, lsms } = target.host
  const handlers = probed.status.runtime_handlers.map((it) => it.name).filter(Boolean)
  const byDefault = target.defaultHandler && `; by default ${target.defaultHandler}`
  return [
    ok(`${name} ${version} answers, CRI ${apiVersion}, cgroup driver ${target.cgroupDriver}`),
    ok(`host: Linux ${kernel} on ${arch}, cgroup ${cgroup}, LSMs: ${lsms.join(', ') || 'none'}`),
    ok(`handlers: ${handlers.join(', ') || 'the runtime names none'}${byDefault}`),
    ...(probed.status.status?.conditions ?? []).filter(({ status }) => !status).map(falseCondition),
  ]
}

function falseCondition({ type, reason, message }: RuntimeCondition): Look {
  const what = `${type} is false: ${[reason, message].filter(Boolean).join(': ')}`
  const hint = CONDITION_HINTS[type]
  // A runtime may have more, such as one about deprecated settings: a kubelet goes by these two.
  if (hint === undefined) return ok(`${what}; a kubelet does not look at it`)
  return { result: 'blocks', what, hint }
}

const CONDITION_HINTS: Readonly<Record<string, string>> = {
  RuntimeReady: 'see the runtime’s own log',
  NetworkReady: 'give the runtime a CNI configuration and plugins, mostly in /etc/cni/net.d',
}

async function tries({ target }: PreparedTarget, signal: AbortSignal): Promise<readonly Look[]> {
  const harness = createHarness(target)
  const scope = createScope(harness, 'doctor', signal)
  try {
    return await withinScope(scope, async () => [
      await tried(
        `the image ${harness.images.reference('workload')} can be pulled`,
        () => harness.images.shared('workload'),
        target.otherRegistry === undefined
          ? 'let the runtime pull from 127.0.0.1 (blocked registries, a signature policy or a proxy may forbid it), or from a registry of yours: crivet images push HOST:PORT, then --registry HOST:PORT'
          : `put the test images there: crivet images push ${target.otherRegistry}`,
      ),
      ...(await hostLook(harness, scope)),
      ...(await featureLooks(harness, scope)),
    ])
  } finally {
    const left = await scope.cleanUp()
    const { leftovers } = await harness.close()
    for (const line of [...left, ...leftovers]) {
      process.stderr.write(`could not be removed: ${line}\n`)
    }
  }
}

async function tried(what: string, look: () => Promise<unknown>, hint: string): Promise<Look> {
  try {
    await look()
    return ok(what)
  } catch (error) {
    return { result: 'blocks', what: `${what}: no: ${messageOf(error)}`, hint }
  }
}

// A process of our own in a pod: with it pods, containers and the view of the host are proved at once.
async function hostLook(harness: Harness, scope: Scope): Promise<readonly Look[]> {
  try {
    const { present } = await harness.hostView.find(scope)
    const runs = ok('a pod and a container can be started')
    if (present) return [runs, ok('the container’s process is seen on this host')]
    const count = loadCatalogue().filter(({ requirement }) =>
      REQUIREMENTS[requirement].needs.includes('host'),
    ).length
    const what = `the container’s process is not seen on this host: ${count} scenarios will not apply`
    return [runs, { result: 'leaves-out', what, hint: 'run crivet on the runtime’s own host' }]
  } catch (error) {
    const what = `a pod and a container cannot be started: ${messageOf(error)}`
    const hint =
      'see the runtime’s own log; its pause image and its CNI network are looked at first'
    return [{ result: 'blocks', what, hint }]
  }
}

async function featureLooks(harness: Harness, scope: Scope): Promise<readonly Look[]> {
  const byFeature = new Map<FeatureName, CatalogueEntry[]>()
  for (const entry of loadCatalogue()) {
    const { feature } = REQUIREMENTS[entry.requirement]
    if (feature === null || entry.withoutFeature) continue
    byFeature.set(feature, [...(byFeature.get(feature) ?? []), entry])
  }
  const looks: Look[] = []
  for (const [feature, entries] of byFeature) {
    looks.push(
      await featureLook(feature, entries.length, () => harness.features.find(feature, scope)),
    )
  }
  return looks
}

async function featureLook(
  feature: FeatureName,
  count: number,
  find: () => Promise<Finding>,
): Promise<Look> {
  try {
    const { present, ofHost, question, answer } = await find()
    if (present) return ok(`feature ${feature}`)
    const outcome = ofHost ? 'not-applicable' : 'unsupported'
    const what = `no ${feature} (${question}: ${answer}): ${count} scenarios will be ${outcome}`
    return { result: 'leaves-out', what }
  } catch (error) {
    return { result: 'leaves-out', what: `feature ${feature} cannot be told: ${messageOf(error)}` }
  }
}

function needs({ target }: PreparedTarget): readonly Look[] {
  const { leftOut } = select(loadCatalogue(), NO_FILTERS, target.given)
  const counts = new Map<string, number>()
  for (const { missing } of leftOut) {
    counts.set(missing.join(', '), (counts.get(missing.join(', ')) ?? 0) + 1)
  }
  return [...counts].map(
    ([missing, count]): Look => ({
      result: 'leaves-out',
      what: `${count} scenarios need ${missing}`,
      hint: hintFor(missing),
    }),
  )
}

function hintFor(missing: string): string {
  if (missing.includes('soak')) return 'crivet run --soak'
  return missing.includes('registry')
    ? 'leave --registry out; it also takes from a run all that has an image of its own'
    : 'a private runtime has it: --launch'
}

function ok(what: string): Look {
  return { result: 'ok', what }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
