import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CallOptions } from '../../cri/client.ts'
import type {
  ContainerConfig,
  PodSandboxConfig,
  PodSandboxStats,
  PodSandboxStatus,
} from '../../cri/gen/messages.ts'
import type { Init } from '../../cri/init.ts'
import { containerConfig, type ImageInUse, type PodRequest, podConfig } from '../pod-config.ts'
import { RuntimeFault } from '../runtime-fault.ts'
import type { Scope } from '../scope.ts'
import { preparing } from '../setup-failure.ts'
import { ContainerHandle } from './container.ts'

/** A command of the workload: its verb and arguments, as words or split at blanks. */
export type Command = string | readonly string[]

/** What may be asked of a container beside the defaults: any field of its config, and another image. */
export type ContainerOverrides = Init<ContainerConfig> & { readonly use?: ImageInUse }

/** A pod sandbox that runs, with shorthands for what scenarios do to it. */
export class PodHandle {
  readonly id: string
  /** What was asked for. */
  readonly config: PodRequest
  readonly #scope: Scope

  constructor(scope: Scope, id: string, config: PodRequest) {
    this.#scope = scope
    this.id = id
    this.config = config
  }

  /** The pod's status as the runtime tells it. */
  async status(): Promise<PodSandboxStatus> {
    const { status } = await this.#scope.cri.podSandboxStatus({ pod_sandbox_id: this.id })
    if (!status) throw new RuntimeFault('PodSandboxStatus answered without a status')
    return status
  }

  /** The pod's figures as the runtime tells them. */
  async stats(): Promise<PodSandboxStats> {
    const { stats } = await this.#scope.cri.podSandboxStats({ pod_sandbox_id: this.id })
    if (!stats) throw new RuntimeFault('PodSandboxStats answered without stats')
    return stats
  }

  async stop(options?: CallOptions): Promise<void> {
    await this.#scope.cri.stopPodSandbox({ pod_sandbox_id: this.id }, options)
  }

  async remove(options?: CallOptions): Promise<void> {
    await this.#scope.cri.removePodSandbox({ pod_sandbox_id: this.id }, options)
  }

  /** The config of a container in this pod, without creating it. */
  async containerConfig(command: Command, overrides: ContainerOverrides = {}) {
    const { use, ...rest } = overrides
    const image = use ?? (await this.#scope.harness.images.shared('workload'))
    const args = typeof command === 'string' ? command.split(' ').filter(Boolean) : command
    const config = containerConfig(this.#scope, this.config, image, { args, ...rest })
    // The kubelet makes the log's folder before it asks for the container.
    const { log_directory } = this.config
    if (log_directory && config.log_path) makeFolder(dirname(join(log_directory, config.log_path)))
    return config
  }

  /** Creates a container that would run `command` of the workload; not started. */
  async create(command: Command, overrides?: ContainerOverrides): Promise<ContainerHandle> {
    const config = await this.containerConfig(command, overrides)
    const { container_id } = await preparing('CreateContainer', () =>
      this.#scope.cri.createContainer({
        pod_sandbox_id: this.id,
        config,
        sandbox_config: this.config,
      }),
    )
    return new ContainerHandle(this.#scope, container_id, this, config)
  }

  /**
   * Creates and starts a container that runs `command` of the workload.
   *
   * @example
   * const container = await pod.run('exit 3')
   */
  async run(command: Command, overrides?: ContainerOverrides): Promise<ContainerHandle> {
    const container = await this.create(command, overrides)
    await preparing('StartContainer', () => container.start())
    return container
  }
}

/** Runs a pod as a kubelet would, with `overrides` laid over the defaults. */
export async function runPod(
  scope: Scope,
  overrides?: Init<PodSandboxConfig>,
  options?: { readonly handler?: string },
): Promise<PodHandle> {
  const config = podConfig(scope, overrides)
  // The kubelet makes the folder before it asks for the pod.
  if (config.log_directory) makeFolder(config.log_directory)
  const { pod_sandbox_id } = await preparing('RunPodSandbox', () =>
    scope.cri.runPodSandbox({
      config,
      runtime_handler: options?.handler ?? scope.target.handler,
    }),
  )
  return new PodHandle(scope, pod_sandbox_id, config)
}

function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true })
}
