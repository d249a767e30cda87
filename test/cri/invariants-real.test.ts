import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type CriMethods, connect } from '../../src/cri/client.ts'
import { Invariants } from '../../src/cri/invariants/invariants.ts'
import { findExecutable, searchDirs } from '../../src/runtimes/executables.ts'
import { installedContainerds } from '../runtimes/installed.ts'
import { launch } from '../runtimes/launching.ts'
import { PAUSE_IMAGE, writePauseArchive } from '../runtimes/pause-archive.ts'

// Shoulds that some releases break in earnest: no fault of the checks.
const KNOWN_GAPS = new Set([
  // containerd 2.4 answers info in PodSandboxStatus although verbose is off.
  'verbose.info-only-when-asked',
])

describe.each(installedContainerds())('$name', ({ binary }) => {
  test('pods that live and die side by side, watched closely, break no invariant', async () => {
    const { runtime, runId, stateDir } = await launch({ binary })
    await importPause(binary, stateDir)
    const invariants = new Invariants()
    const { cri, close } = connect({
      endpoint: runtime.endpoint,
      observers: [invariants.observer('lives')],
    })
    onTestFinished(close)
    const living = new AbortController()
    const watched = { rounds: 0 }
    const watching = watch(cri, living.signal, watched)
    // On a busy machine one generation of pods is over before enough was seen of it.
    for (let at = 0; watched.rounds <= 10; at++) {
      await Promise.all([1, 2, 3, 4].map((it) => live(cri, runId, `pod-${at}-${it}`, stateDir)))
    }
    living.abort()
    await watching
    expect(invariants.errors).toEqual([])
    expect(invariants.violations.filter(({ id }) => !KNOWN_GAPS.has(id))).toEqual([])
  })
})

/** Lists and states of everything over and over; counts how often. */
async function watch(
  cri: CriMethods,
  signal: AbortSignal,
  watched: { rounds: number },
): Promise<void> {
  for (; !signal.aborted; watched.rounds++) {
    const { containers } = await cri.listContainers({})
    const { items } = await cri.listPodSandbox({})
    await cri.listImages({})
    await cri.status({})
    await cri.version({})
    await cri.listContainerStats({})
    // What is listed may be gone by the time of the next call.
    await Promise.allSettled([
      ...containers.map(({ id }) => cri.containerStatus({ container_id: id })),
      ...items.map(({ id }) => cri.podSandboxStatus({ pod_sandbox_id: id })),
    ])
    await pause(5)
  }
}

async function live(cri: CriMethods, runId: string, name: string, stateDir: string): Promise<void> {
  const labels = { name, empty: '' }
  const annotations = { text: 'ä\n{"a": 1}' }
  const pod = {
    metadata: { name, uid: name, namespace: 'crivet', attempt: 1 },
    labels,
    annotations,
    log_directory: join(stateDir, 'logs', name),
    linux: { cgroup_parent: `/crivet-${runId}/${name}` },
  }
  const { pod_sandbox_id } = await cri.runPodSandbox({ config: pod })
  const container = async (key: string, command: readonly string[]) => {
    const config = {
      metadata: { name: key },
      image: { image: PAUSE_IMAGE },
      labels,
      annotations,
      command,
      log_path: key,
    }
    return cri.createContainer({ pod_sandbox_id, config, sandbox_config: pod })
  }
  const sleep = findExecutable('sleep', searchDirs()) ?? '/bin/sleep'
  const [idle, short, bad, long] = await Promise.all([
    container('idle', []),
    container('short', [sleep, '0']),
    container('bad', ['/not/there']),
    container('long', [sleep, '1000']),
  ])
  await cri.startContainer(short)
  await expect(cri.startContainer(bad)).rejects.toThrow()
  await cri.startContainer(long)
  await cri.listContainers({ filter: { pod_sandbox_id, label_selector: labels } })
  await cri.listContainers({
    filter: { id: long.container_id, state: { state: 'CONTAINER_RUNNING' } },
  })
  await cri.containerStats(long)
  await cri.exec({ ...long, cmd: [sleep, '0'], stdout: true })
  await cri.stopContainer({ ...long, timeout: 0 })
  await cri.containerStatus(long)
  await cri.removeContainer(short)
  await cri.containerStatus(idle)
  await cri.stopPodSandbox({ pod_sandbox_id })
  await cri.podSandboxStatus({ pod_sandbox_id })
  await cri.removePodSandbox({ pod_sandbox_id })
  await cri.listContainers({})
}

async function importPause(binary: string, stateDir: string): Promise<void> {
  const ctr = findExecutable('ctr', [dirname(binary), ...searchDirs()])
  if (ctr === undefined) throw new Error('this test imports an image with ctr and found none')
  const dir = await mkdtemp(join(tmpdir(), 'crivet-test-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const socket = join(stateDir, 'containerd.sock')
  const archive = writePauseArchive(dir)
  execFileSync(ctr, ['-a', socket, '-n', 'k8s.io', 'images', 'import', '--all-platforms', archive])
}
