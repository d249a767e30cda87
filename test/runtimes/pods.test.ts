import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/cri/client.ts'
import { findExecutable, searchDirs } from '../../src/runtimes/executables.ts'
import { diffCensus, mentions, takeCensus } from '../../src/runtimes/host-census.ts'
import { installedContainerds } from './installed.ts'
import { type Launch, launch } from './launching.ts'
import { PAUSE_IMAGE, writePauseArchive } from './pause-archive.ts'

const TEST_MS = 30_000

describe.each(installedContainerds())('$name', ({ binary }) => {
  test('pods outlive the daemon, and stop removes all that running ones hold', {
    timeout: TEST_MS,
  }, async () => {
    const before = await takeCensus()
    const started = await launch({ binary })
    const { runtime, runId, stateDir } = started
    await importPause(binary, stateDir)
    const ids = [
      ...(await runPod(started, 'in-own-cgroup', 31_801, `/crivet-${runId}/pod1`)),
      ...(await runPod(started, 'without-cgroup-parent', 31_802, '')),
    ]
    const marks = [runId, runtime.cni.bridge, ...ids]
    const veths = readdirSync(`/sys/class/net/${runtime.cni.bridge}/brif`)
    expect(veths).toHaveLength(2)
    const kinds = diffCensus(before, await takeCensus()).added.filter((it) => mentions(it, marks))
    expect(new Set(kinds.map((it) => it.kind))).toEqual(
      new Set(['process', 'mount', 'interface', 'cgroup', 'rule', 'file', 'port']),
    )

    await runtime.kill()
    await runtime.restart()
    expect(await runningContainers(runtime.endpoint)).toBe(2)

    expect(await runtime.stop()).toEqual([])
    const after = diffCensus(before, await takeCensus()).added
    expect(after.filter((it) => mentions(it, [...marks, ...veths]))).toEqual([])
    expect(existsSync(stateDir)).toBe(false)
  })
})

async function importPause(binary: string, stateDir: string): Promise<void> {
  const ctr = findExecutable('ctr', [dirname(binary), ...searchDirs()])
  if (ctr === undefined) throw new Error('this test imports an image with ctr and found none')
  const dir = await mkdtemp(join(tmpdir(), 'crivet-test-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const socket = join(stateDir, 'containerd.sock')
  const archive = writePauseArchive(dir)
  execFileSync(ctr, ['-a', socket, '-n', 'k8s.io', 'images', 'import', '--all-platforms', archive])
}

async function runPod(
  { runtime, runId, stateDir }: Launch,
  name: string,
  host_port: number,
  cgroup_parent: string,
): Promise<readonly string[]> {
  const connection = connect({ endpoint: runtime.endpoint })
  onTestFinished(() => connection.close())
  const { cri } = connection
  const pod = {
    metadata: { name, uid: name, namespace: `crivet-${runId}`, attempt: 0 },
    log_directory: join(stateDir, 'logs', name),
    port_mappings: [{ container_port: 80, host_port }],
    linux: { cgroup_parent },
  }
  const { pod_sandbox_id } = await cri.runPodSandbox({ config: pod })
  const { container_id } = await cri.createContainer({
    pod_sandbox_id,
    config: { metadata: { name: 'sleeper' }, image: { image: PAUSE_IMAGE }, log_path: 'log' },
    sandbox_config: pod,
  })
  await cri.startContainer({ container_id })
  return [pod_sandbox_id, container_id]
}

async function runningContainers(endpoint: string): Promise<number> {
  const connection = connect({ endpoint })
  try {
    const { containers } = await connection.cri.listContainers({})
    return containers.filter((it) => it.state === 'CONTAINER_RUNNING').length
  } finally {
    connection.close()
  }
}
