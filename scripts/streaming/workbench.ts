import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pRetry from 'p-retry'
import type { CriMethods } from '../../src/cri/client.ts'
import { connect } from '../../src/cri/client.ts'
import { reference } from '../../src/registry/reference.ts'
import { PLAIN_TARGET, prepareTarget } from '../../src/runner/prepare.ts'
import type { LaunchKind } from '../../src/runtimes/launched-runtime.ts'

/** What to launch; undefined is found as `--launch` finds it. */
export interface WorkbenchOptions {
  readonly launch: LaunchKind
  readonly launchBinary: string | undefined
  readonly handler: string | undefined
}

/** What a container is to be like. */
export interface Wanted {
  readonly stdin?: boolean
  readonly stdin_once?: boolean
  readonly tty?: boolean
}

/** A private runtime with one pod, to stream to and from. */
export interface Workbench {
  readonly endpoint: string
  /** Name, version and handler, for a heading. */
  readonly runtime: string
  readonly cri: CriMethods
  readonly podId: string
  /** Starts a container with a verb of the workload and gives its id. */
  run(args: readonly string[], wanted?: Wanted): Promise<string>
  /** The same with a verb that says when it is ready. */
  serve(args: readonly string[]): Promise<string>
  /** Takes all down; throws where something could not be removed. */
  close(): Promise<void>
}

/** Launches a runtime with a running pod; what goes wrong on the way leaves nothing behind. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const note = (text: string) => console.error(text)
  const prepared = await prepareTarget(
    { ...PLAIN_TARGET, ...options },
    note,
    new AbortController().signal,
  )
  const { target } = prepared
  const connection = connect({ endpoint: target.endpoint })
  const close = async () => {
    connection.close()
    const left = await prepared.dispose()
    if (left.length > 0) throw new Error(`could not be removed: ${left.join('; ')}`)
  }
  try {
    const { cri } = connection
    const image = reference({ host: target.registryHost, runId: target.runId, name: 'workload' })
    await cri.pullImage({ image: { image } })
    const sandbox_config = {
      metadata: {
        name: 'streams',
        uid: target.runId,
        namespace: `crivet-${target.runId}`,
        attempt: 0,
      },
      log_directory: `${target.stateDir}/logs`,
      linux: { cgroup_parent: `/crivet-${target.runId}` },
    }
    const pod = await cri.runPodSandbox({ config: sandbox_config, runtime_handler: target.handler })
    const { pod_sandbox_id } = pod
    let count = 0
    const logs = sandbox_config.log_directory
    const run: Workbench['run'] = async (args, wanted = {}) => {
      const name = `streams-${count++}`
      const config = {
        metadata: { name, attempt: 0 },
        image: { image, user_specified_image: image },
        log_path: `${name}.log`,
        args: [...args],
        ...wanted,
      }
      const { container_id } = await cri.createContainer({ pod_sandbox_id, sandbox_config, config })
      await cri.startContainer({ container_id })
      return container_id
    }
    return {
      endpoint: target.endpoint,
      runtime: `${target.runtime.name} ${target.runtime.version}, ${target.handler || 'its default handler'}`,
      cri,
      podId: pod_sandbox_id,
      close,
      run,
      serve: async (args) => {
        const log = join(logs, `streams-${count}.log`)
        const id = await run(args)
        const look = async () => {
          if (!(await readFile(log, 'utf8')).includes('ready'))
            throw new Error(`${id} is not ready`)
        }
        await pRetry(look, { retries: 100, minTimeout: 20, factor: 1 })
        return id
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
