import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { checkEndpoint, parseEndpoint } from '../cri/endpoint.ts'
import { CrivetError } from '../errors.ts'
import { reference } from '../registry/reference.ts'
import { type Registry, startRegistry } from '../registry/registry.ts'
import { serveControl } from '../runtimes/control-server.ts'
import { launchRuntime } from '../runtimes/launch.ts'
import type { LaunchedRuntime, LaunchKind } from '../runtimes/launched-runtime.ts'
import { allGone } from '../runtimes/leftovers.ts'
import { trustRegistry } from '../runtimes/registry-trust.ts'
import { controlByCommand } from '../runtimes/restart-command.ts'
import { assertSocketFits, createStateDir } from '../runtimes/state-dir.ts'
import { tearDownRun } from '../runtimes/teardown.ts'
import { CleanupStack } from '../scenario/cleanup-stack.ts'
import { hostFacts } from '../scenario/host-facts.ts'
import type { Target } from '../scenario/target.ts'
import type { Need } from '../spec/requirement.ts'
import { type ProbedTarget, probeTarget, runtimeOf } from './probe-target.ts'

/** Which runtime to vet, and what it may be asked to bear. */
export interface TargetOptions {
  readonly endpoint: string | undefined
  readonly imageEndpoint: string | undefined
  /** `HOST:PORT/PATH` that holds the test images, in place of the registry in this process. */
  readonly registry: string | undefined
  readonly launch: LaunchKind | undefined
  readonly launchBinary: string | undefined
  readonly handler: string | undefined
  readonly soak: boolean
  readonly kubeletStopped: boolean
  /** A shell command that restarts the daemon behind the endpoint. */
  readonly restartCommand: string | undefined
  readonly timeoutScale: number
}

/** Nothing asked for: to be completed by an endpoint, or by what to launch. */
export const PLAIN_TARGET: TargetOptions = {
  endpoint: undefined,
  imageEndpoint: undefined,
  registry: undefined,
  launch: undefined,
  launchBinary: undefined,
  handler: undefined,
  soak: false,
  kubeletStopped: false,
  restartCommand: undefined,
  timeoutScale: 1,
}

/** A target that answered, with all that was set up for it. */
export interface PreparedTarget {
  readonly target: Target
  readonly probed: ProbedTarget
  readonly launched: LaunchedRuntime | undefined
  /** Takes down what was set up; answers what could not be removed. */
  dispose(): Promise<readonly string[]>
}

/** Sets up the registry and, where asked for, a private runtime; on failure nothing of it stays. */
export async function prepareTarget(
  options: TargetOptions,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<PreparedTarget> {
  const undo = new CleanupStack()
  try {
    return await prepare(options, note, signal, undo)
  } catch (error) {
    for (const line of await undo.run()) note(`could not be removed: ${line}`)
    throw error
  }
}

async function prepare(
  options: TargetOptions,
  note: (text: string) => void,
  signal: AbortSignal,
  undo: CleanupStack,
): Promise<PreparedTarget> {
  const given = options.endpoint === undefined ? undefined : parseEndpoint(options.endpoint)
  if (given !== undefined) await checkEndpoint(given)
  const runId = newRunId()
  const stateDir = await createStateDir(runId)
  undo.add('what the run made', async () => allGone(await tearDownRun(stateDir)))
  const registry = await startRegistry({ runId })
  undo.add('the registry', () => registry.close())
  const launched = await launch(options, runId, stateDir, registry, note, signal, undo)
  const endpoint = launched?.endpoint ?? given
  if (endpoint === undefined) throw new CrivetError('CRIVET_USAGE', 'no endpoint was given')
  const image = options.imageEndpoint
  const imageEndpoint = image === undefined ? undefined : parseEndpoint(image)
  const probed = await probeTarget(endpoint, imageEndpoint, options.timeoutScale)
  refuseBusyNode(probed, options, endpoint)
  if (options.registry !== undefined) note(`test images come from ${options.registry}`)
  else if (!launched && probed.version.runtime_name === 'cri-o') {
    await trust(stateDir, registry, undo, note)
  }
  const control = await offerControl(options.restartCommand, launched, endpoint, stateDir, undo)
  const target: Target = {
    runId,
    endpoint,
    imageEndpoint,
    handler: chooseHandler(options.handler, probed, launched),
    defaultHandler: probed.defaultHandler,
    runtime: runtimeOf(probed),
    registryHost: registry.host,
    otherRegistry: options.registry,
    stateDir,
    cgroupDriver: probed.cgroupDriver,
    given: givenNeeds(launched, options),
    host: hostFacts(),
    control,
    launched: launched && {
      kind: launched.kind,
      handlers: launched.handlers.map(({ name }) => name),
      bridge: launched.cni.bridge,
      hostPorts: true,
      cni: launched.cni,
    },
    timeoutScale: options.timeoutScale,
  }
  return { target, probed, launched, dispose: () => undo.run() }
}

async function launch(
  { launch: kind, launchBinary, handler }: TargetOptions,
  runId: string,
  stateDir: string,
  registry: Registry,
  note: (text: string) => void,
  signal: AbortSignal,
  undo: CleanupStack,
): Promise<LaunchedRuntime | undefined> {
  if (kind === undefined) return undefined
  const launched = await launchRuntime(kind, {
    runId,
    stateDir,
    pauseImage: reference({ host: registry.host, runId, name: 'pause' }),
    registry: { hosts: registry.hosts, certificatePem: registry.certificatePem },
    ...(launchBinary === undefined ? {} : { binary: launchBinary }),
    ...(handler === undefined ? {} : { handlers: [handler] }),
    signal,
  })
  undo.add(`the launched ${kind}`, async () => allGone(await launched.stop()))
  const handlers = launched.handlers.map(({ name, version }) => `${name} ${version}`).join(', ')
  note(`launched ${kind} ${launched.version} with ${handlers}`)
  for (const text of launched.notes) note(text)
  for (const { name, reason } of launched.refusedHandlers)
    note(`${name} does not work here: ${reason}`)
  return launched
}

async function offerControl(
  command: string | undefined,
  launched: LaunchedRuntime | undefined,
  endpoint: string,
  stateDir: string,
  undo: CleanupStack,
): Promise<string | undefined> {
  const logFile = join(stateDir, 'restart.log')
  const control =
    launched ??
    (command === undefined ? undefined : controlByCommand({ command, endpoint, logFile }))
  if (control === undefined) return undefined
  const socket = join(stateDir, 'control.sock')
  assertSocketFits(socket)
  const server = await serveControl(socket, control)
  undo.add('the control of the daemon', () => server.close())
  return socket
}

async function trust(
  stateDir: string,
  registry: Registry,
  undo: CleanupStack,
  note: (text: string) => void,
): Promise<void> {
  const { hosts, certificatePem } = registry
  const laid = await trustRegistry({ stateDir, hosts, certificatePem })
  undo.add("the registry's certificate", async () => allGone(laid.remove()))
  note(`the registry's certificate lies at ${laid.files.join(', ')} for the length of the run`)
}

// A kubelet stops every pod it does not know: the scenarios would fail for no fault of the runtime.
function refuseBusyNode(probed: ProbedTarget, options: TargetOptions, endpoint: string): void {
  if (probed.kubeletPods === 0 || options.kubeletStopped) return
  throw new CrivetError(
    'CRIVET_PREFLIGHT',
    `${endpoint} carries ${probed.kubeletPods} pods of a kubelet, which would stop crivet's`,
    { hint: 'stop the kubelet and give --kubelet-stopped, or vet a private runtime: --launch' },
  )
}

function chooseHandler(
  asked: string | undefined,
  { status }: ProbedTarget,
  launched: LaunchedRuntime | undefined,
): string {
  if (asked === undefined) return ''
  const known = launched
    ? launched.handlers.map(({ name }) => name)
    : status.runtime_handlers.map(({ name }) => name)
  const name = asked.split('/').at(-1) ?? asked
  if (known.length === 0 || known.includes(name)) return name
  throw new CrivetError('CRIVET_USAGE', `the runtime has no handler ${JSON.stringify(name)}`, {
    hint: `it names these: ${known.filter(Boolean).join(', ')}`,
  })
}

function givenNeeds(
  launched: LaunchedRuntime | undefined,
  { soak, restartCommand, registry }: TargetOptions,
): readonly Need[] {
  const byCommand: readonly Need[] = restartCommand === undefined ? [] : ['restart']
  const own: readonly Need[] = launched ? ['private', 'restart', 'cni'] : byCommand
  return [
    ...(registry === undefined ? (['registry-faults'] as const) : []),
    ...own,
    ...(soak ? (['soak'] as const) : []),
  ]
}

function newRunId(): string {
  return randomBytes(5).readUIntBE(0, 5).toString(36).padStart(8, '0')
}
