import type { CallRecord } from './client.ts'
import type { MethodName } from './gen/methods.ts'
import { METHODS } from './gen/methods.ts'
import { redact } from './redact.ts'

const MOST_STEPS = 12
const NEEDS_IMAGES: readonly MethodName[] = ['PullImage', 'CreateContainer']
// The registry of the run is gone with it.
const IMAGES_NOTE = '# the test images, to load or push: crivet images export ./images'

/**
 * The calls of a scenario as crictl commands to try by hand, the last steps where there are many.
 * Ids of the run stand as shell variables, so that the commands work on a fresh runtime.
 */
export function reproduction(records: readonly CallRecord[], endpoint: string): readonly string[] {
  const names = new Names()
  const steps: string[] = []
  for (const { method, request, response } of records) {
    const step = STEPS[method]?.(plain(redact(METHODS[method].request, request)), names)
    if (step === undefined) continue
    const variable = step.made && names.take(step.made, plain(response))
    steps.push(variable ? `${variable}=$(${step.command})` : step.command)
  }
  if (steps.length === 0) return []
  const shown = steps.filter((step, index) => step !== steps[index - 1])
  const cut = shown.length > MOST_STEPS ? [`# … ${shown.length - MOST_STEPS} steps before`] : []
  const images = records.some(({ method }) => NEEDS_IMAGES.includes(method)) ? [IMAGES_NOTE] : []
  const endpointLine = `export CONTAINER_RUNTIME_ENDPOINT=${endpoint}`
  return [endpointLine, ...images, ...cut, ...shown.slice(-MOST_STEPS)]
}

type Message = Readonly<Record<string, unknown>>

interface Step {
  readonly command: string
  readonly made?: 'pod_sandbox_id' | 'container_id'
}

class Names {
  readonly #byId = new Map<string, string>()

  take(field: 'pod_sandbox_id' | 'container_id', response: Message): string | undefined {
    const id = response[field]
    if (typeof id !== 'string' || id === '') return undefined
    const kind = field === 'pod_sandbox_id' ? 'POD' : 'CTR'
    const known = [...this.#byId.values()].filter((name) => name.startsWith(kind)).length
    const name = known === 0 ? kind : `${kind}${known + 1}`
    if (!this.#byId.has(id)) this.#byId.set(id, name)
    return this.#byId.get(id)
  }

  of(id: unknown): string {
    const name = this.#byId.get(String(id ?? ''))
    return name ? `$${name}` : quoted(String(id ?? ''))
  }
}

const STEPS: Readonly<Partial<Record<MethodName, (request: Message, names: Names) => Step>>> = {
  Version: () => ({ command: 'crictl version' }),
  Status: () => ({ command: 'crictl info' }),
  RunPodSandbox: ({ config, runtime_handler }) => ({
    command: `crictl runp${flag('--runtime', runtime_handler)} ${file(config)}`,
    made: 'pod_sandbox_id',
  }),
  StopPodSandbox: ({ pod_sandbox_id }, names) => ({
    command: `crictl stopp ${names.of(pod_sandbox_id)}`,
  }),
  RemovePodSandbox: ({ pod_sandbox_id }, names) => ({
    command: `crictl rmp ${names.of(pod_sandbox_id)}`,
  }),
  PodSandboxStatus: ({ pod_sandbox_id }, names) => ({
    command: `crictl inspectp ${names.of(pod_sandbox_id)}`,
  }),
  ListPodSandbox: () => ({ command: 'crictl pods' }),
  CreateContainer: ({ pod_sandbox_id, config, sandbox_config }, names) => ({
    command: `crictl create ${names.of(pod_sandbox_id)} ${file(config)} ${file(sandbox_config)}`,
    made: 'container_id',
  }),
  StartContainer: ({ container_id }, names) => ({
    command: `crictl start ${names.of(container_id)}`,
  }),
  StopContainer: ({ container_id, timeout }, names) => ({
    command: `crictl stop --timeout ${Number(timeout ?? 0)} ${names.of(container_id)}`,
  }),
  RemoveContainer: ({ container_id }, names) => ({
    command: `crictl rm ${names.of(container_id)}`,
  }),
  ListContainers: () => ({ command: 'crictl ps --all' }),
  ContainerStatus: ({ container_id }, names) => ({
    command: `crictl inspect ${names.of(container_id)}`,
  }),
  UpdateContainerResources: ({ container_id }, names) => ({
    command: `crictl update ${names.of(container_id)} # with the flags for what is changed`,
  }),
  ExecSync: ({ container_id, cmd, timeout }, names) => {
    const limit = Number(timeout ?? 0)
    const words = ((cmd ?? []) as readonly string[]).map(quoted).join(' ')
    return {
      command: `crictl exec --sync${limit ? ` --timeout ${limit}` : ''} ${names.of(container_id)} ${words}`,
    }
  },
  Exec: ({ container_id, cmd, tty, stdin }, names) => {
    const words = ((cmd ?? []) as readonly string[]).map(quoted).join(' ')
    const flags = `${stdin ? ' -i' : ''}${tty ? ' -t' : ''}`
    return { command: `crictl exec${flags} ${names.of(container_id)} ${words}` }
  },
  Attach: ({ container_id, tty, stdin }, names) => ({
    command: `crictl attach${stdin ? ' -i' : ''}${tty ? ' -t' : ''} ${names.of(container_id)}`,
  }),
  PortForward: ({ pod_sandbox_id, port }, names) => ({
    command: `crictl port-forward ${names.of(pod_sandbox_id)} ${((port ?? []) as number[]).join(' ')}`,
  }),
  ContainerStats: ({ container_id }, names) => ({
    command: `crictl stats --id ${names.of(container_id)} -o json`,
  }),
  ListContainerStats: () => ({ command: 'crictl stats --all -o json' }),
  PodSandboxStats: ({ pod_sandbox_id }, names) => ({
    command: `crictl statsp --id ${names.of(pod_sandbox_id)} -o json`,
  }),
  ListPodSandboxStats: () => ({ command: 'crictl statsp -o json' }),
  ListMetricDescriptors: () => ({ command: 'crictl metricdescs' }),
  ListPodSandboxMetrics: () => ({ command: 'crictl metricsp' }),
  CheckpointContainer: ({ container_id, location }, names) => ({
    command: `crictl checkpoint --export=${quoted(String(location ?? ''))} ${names.of(container_id)}`,
  }),
  GetContainerEvents: () => ({ command: 'crictl events # in another terminal' }),
  RuntimeConfig: () => ({ command: 'crictl runtime-config' }),
  PullImage: ({ image, auth }) => ({
    command: `crictl pull${auth ? ' --creds USER:PASSWORD' : ''} ${imageName(image)}`,
  }),
  ImageStatus: ({ image }) => ({ command: `crictl inspecti ${imageName(image)}` }),
  ListImages: () => ({ command: 'crictl images' }),
  RemoveImage: ({ image }) => ({ command: `crictl rmi ${imageName(image)}` }),
  ImageFsInfo: () => ({ command: 'crictl imagefsinfo' }),
}

function file(config: unknown): string {
  return `<(echo ${quoted(JSON.stringify(config ?? {}))})`
}

function imageName(image: unknown): string {
  return quoted(String((image as Message | undefined)?.image ?? ''))
}

function flag(name: string, value: unknown): string {
  return value ? ` ${name} ${quoted(String(value))}` : ''
}

function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function plain(message: unknown): Message {
  const json = JSON.stringify(message ?? {}, (_key, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  )
  return JSON.parse(json) as Message
}
