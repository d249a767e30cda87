import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type CriConnection, connect } from '../../src/cri/client.ts'
import { launchContainerd } from '../../src/runtimes/containerd/launch.ts'
import { findExecutable, searchDirs } from '../../src/runtimes/executables.ts'
import { createStateDir } from '../../src/runtimes/state-dir.ts'
import { tearDownRun } from '../../src/runtimes/teardown.ts'
import { WORKLOAD_IMAGE, writeWorkloadArchive } from './workload-archive.ts'

/** What a container is to be like. */
export interface Wanted {
  readonly args?: readonly string[]
  readonly stdin?: boolean
  readonly stdin_once?: boolean
  readonly tty?: boolean
}

/** A private containerd with one pod. */
export interface LiveRuntime {
  readonly endpoint: string
  readonly cri: CriConnection['cri']
  readonly podId: string
  /** Starts a container of the workload and gives its id. */
  run(wanted?: Wanted): Promise<string>
  stop(): Promise<void>
}

/** Launches containerd with the workload's image and a running pod; `stop` leaves nothing behind. */
export async function startLiveRuntime(binary?: string): Promise<LiveRuntime> {
  const runId = `test-${randomBytes(4).toString('hex')}`
  const stateDir = await createStateDir(runId)
  try {
    const runtime = await launchContainerd({
      runId,
      stateDir,
      pauseImage: WORKLOAD_IMAGE,
      registry: { hosts: ['127.0.0.1:1'], certificatePem: '' },
      ...(binary ? { binary } : {}),
    })
    await importWorkload(stateDir, binary)
    const connection = connect({ endpoint: runtime.endpoint })
    const { cri } = connection
    const sandbox_config = {
      metadata: { name: 'pod', uid: runId, namespace: `crivet-${runId}`, attempt: 0 },
      log_directory: join(stateDir, 'logs'),
      linux: { cgroup_parent: `/crivet-${runId}` },
    }
    const { pod_sandbox_id: podId } = await cri.runPodSandbox({ config: sandbox_config })
    let count = 0
    return {
      endpoint: runtime.endpoint,
      cri,
      podId,
      run: async ({ args = ['pause'], ...flags } = {}) => {
        const name = `container-${count++}`
        const image = { image: WORKLOAD_IMAGE }
        const { container_id } = await cri.createContainer({
          pod_sandbox_id: podId,
          sandbox_config,
          config: { metadata: { name }, image, log_path: name, args: [...args], ...flags },
        })
        await cri.startContainer({ container_id })
        return container_id
      },
      stop: async () => {
        connection.close()
        await tearDownRun(stateDir)
      },
    }
  } catch (error) {
    await tearDownRun(stateDir)
    throw error
  }
}

async function importWorkload(stateDir: string, binary: string | undefined): Promise<void> {
  const beside = binary === undefined ? [] : [dirname(binary)]
  const ctr = findExecutable('ctr', [...beside, ...searchDirs()])
  if (ctr === undefined)
    throw new Error('the image is imported with ctr, and there is none on PATH')
  const dir = await mkdtemp(join(tmpdir(), 'crivet-test-'))
  try {
    const archive = writeWorkloadArchive(dir)
    const socket = join(stateDir, 'containerd.sock')
    execFileSync(ctr, [
      '-a',
      socket,
      '-n',
      'k8s.io',
      'images',
      'import',
      '--all-platforms',
      archive,
    ])
  } finally {
    await rm(dir, { recursive: true })
  }
}
