import type {
  ContainerAttributes,
  ContainerStats,
  PodSandboxAttributes,
  PodSandboxStats,
} from '../gen/messages.ts'
import type { MethodName } from '../gen/methods.ts'
import type { Kind } from './sightings.ts'

/** The figures of one pod or container in an answer. */
export interface Figures {
  readonly kind: Kind
  readonly id: string
  /** When they were taken, in nanoseconds, by what was measured. */
  readonly timestamps: Readonly<Record<string, bigint>>
  /** Figures that only grow while the object runs, by name. */
  readonly counters: Readonly<Record<string, bigint>>
}

type Answer = Readonly<Record<string, unknown>>

/** The figures of all pods and containers in an answer. */
export function figuresIn(method: MethodName, response: Answer): readonly Figures[] {
  const pods = podStats(method, response)
  const containers = [...containerStats(method, response), ...pods.flatMap(containersOf)]
  return [...pods.map(podFigures), ...containers.map(containerFigures)]
}

/** Whose figures an answer holds. */
export function attributesIn(
  method: MethodName,
  response: Answer,
): readonly {
  readonly kind: Kind
  readonly attributes: ContainerAttributes | PodSandboxAttributes
}[] {
  const pods = podStats(method, response)
  const containers = [...containerStats(method, response), ...pods.flatMap(containersOf)]
  return [
    ...pods.map(({ attributes }) => ({ kind: 'pod' as const, attributes })),
    ...containers.map(({ attributes }) => ({ kind: 'container' as const, attributes })),
  ].flatMap(({ kind, attributes }) => (attributes ? [{ kind, attributes }] : []))
}

function podStats(method: MethodName, response: Answer): readonly PodSandboxStats[] {
  if (method === 'PodSandboxStats') return some<PodSandboxStats>(response.stats)
  if (method === 'ListPodSandboxStats') return response.stats as PodSandboxStats[]
  if (method === 'StreamPodSandboxStats') return response.pod_sandbox_stats as PodSandboxStats[]
  return []
}

function containerStats(method: MethodName, response: Answer): readonly ContainerStats[] {
  if (method === 'ContainerStats') return some<ContainerStats>(response.stats)
  if (method === 'ListContainerStats') return response.stats as ContainerStats[]
  if (method === 'StreamContainerStats') return response.container_stats as ContainerStats[]
  return []
}

function some<T>(value: unknown): readonly T[] {
  return value ? [value as T] : []
}

function containersOf({ linux }: PodSandboxStats): readonly ContainerStats[] {
  return linux?.containers ?? []
}

type Part = { readonly timestamp: bigint } | null | undefined

function podFigures({ attributes, linux }: PodSandboxStats): Figures {
  const { cpu, memory, network, process } = linux ?? {}
  const interfaces = [...some(network?.default_interface), ...(network?.interfaces ?? [])]
  const traffic: [string, bigint | undefined][] = (
    interfaces as readonly NonNullable<NonNullable<typeof network>['default_interface']>[]
  ).flatMap(({ name, rx_bytes, tx_bytes }) => [
    [`rx_bytes of ${name}`, rx_bytes?.value],
    [`tx_bytes of ${name}`, tx_bytes?.value],
  ])
  return {
    kind: 'pod',
    id: attributes?.id ?? '',
    timestamps: timestamps({ cpu, memory, network, process }),
    counters: present([...usage(cpu), ...traffic]),
  }
}

function containerFigures({ attributes, cpu, memory, writable_layer }: ContainerStats): Figures {
  return {
    kind: 'container',
    id: attributes?.id ?? '',
    timestamps: timestamps({ cpu, memory, writable_layer }),
    counters: present([
      ...usage(cpu),
      ['page_faults', memory?.page_faults?.value],
      ['major_page_faults', memory?.major_page_faults?.value],
    ]),
  }
}

function usage(cpu: ContainerStats['cpu'] | undefined): [string, bigint | undefined][] {
  return [['usage_core_nano_seconds', cpu?.usage_core_nano_seconds?.value]]
}

function timestamps(parts: Readonly<Record<string, Part>>): Readonly<Record<string, bigint>> {
  return present(Object.entries(parts).map(([name, part]) => [name, part?.timestamp]))
}

function present(entries: [string, bigint | undefined][]): Readonly<Record<string, bigint>> {
  return Object.fromEntries(entries.filter((it): it is [string, bigint] => it[1] !== undefined))
}
