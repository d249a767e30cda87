import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CrivetError } from '../../errors.ts'
import { planCniNetwork, writeCniConfig } from '../cni-network.ts'
import { controlOf, createDaemon } from '../daemon.ts'
import { findExecutable, searchDirs } from '../executables.ts'
import { assertRoot, findDaemon, hasCapSysResource, overlayMountsOn } from '../launch-checks.ts'
import type { LaunchedRuntime, LaunchOptions } from '../launched-runtime.ts'
import { findHandlers } from '../oci-handlers.ts'
import { readSharedState } from '../shared-state.ts'
import { assertSocketFits, findRuns, recordLaunch } from '../state-dir.ts'
import { tearDownRun } from '../teardown.ts'
import { containerdConfig, containerdPaths } from './config.ts'
import { readContainerdVersion, readOciVersion } from './version.ts'

const SHIM = 'containerd-shim-runc-v2'
const PACKAGES = 'containerd runc containernetworking-plugins'

/** Starts a private containerd and waits until it answers; on failure nothing of it stays. */
export async function launchContainerd(options: LaunchOptions): Promise<LaunchedRuntime> {
  try {
    return await launch(options)
  } catch (error) {
    const left = await tearDownRun(options.stateDir)
    for (const thing of left) options.log?.(`could not be removed: ${thing}`)
    throw error
  }
}

async function launch(options: LaunchOptions): Promise<LaunchedRuntime> {
  const { runId, stateDir, signal, log = () => {} } = options
  assertRoot('containerd')
  const binary = findDaemon('containerd', options, PACKAGES)
  const paths = containerdPaths(stateDir)
  assertSocketFits(`${paths.socket}.ttrpc`)
  // Its own shim and plugins are preferred to those of another containerd on the search path.
  const dirs = [dirname(binary), ...searchDirs(options.searchPath)]
  assertShim(dirs)
  const others = findRuns().flatMap((run) => (run.launched === undefined ? [] : [run.launched]))
  const cni = planCniNetwork({
    runId,
    stateDir,
    netnsDir: join(paths.state, 'io.containerd.grpc.v1.cri', 'netns'),
    dirs,
    taken: others.map((it) => it.cni.subnet),
  })
  const launched = {
    kind: 'containerd',
    endpoint: `unix://${paths.socket}`,
    programs: ['containerd', SHIM],
    cni,
    before: await readSharedState(others.map((it) => it.before)),
  } as const
  await recordLaunch(stateDir, launched)

  const version = await readContainerdVersion(binary)
  signal?.throwIfAborted()
  const [{ handlers, refused }, overlay] = await Promise.all([
    findHandlers({
      names: options.handlers,
      dirs,
      runId,
      stateDir,
      ociVersion: await readOciVersion(binary, version),
    }),
    overlayMountsOn(stateDir),
    writeCniConfig(cni),
    mkdir(paths.registryHosts),
  ])
  for (const { name, reason } of refused) log(`handler ${name} left out: ${reason}`)
  const notes = []
  if (!overlay) notes.push('overlayfs does not mount on the state folder: native snapshots')
  const restrictOomScoreAdj = !hasCapSysResource()
  if (restrictOomScoreAdj) {
    notes.push("no CAP_SYS_RESOURCE: restrict_oom_score_adj is on, none lies below crivet's own")
  }
  if (!cni.hostPorts) notes.push('no portmap plugin or no iptables: host ports do not reach pods')
  for (const note of notes) log(note)
  await writeFile(
    paths.config,
    containerdConfig({
      version,
      paths,
      pauseImage: options.pauseImage,
      handlers,
      cni,
      snapshotter: overlay ? 'overlayfs' : 'native',
      restrictOomScoreAdj,
    }),
  )

  const logFile = join(stateDir, 'containerd.log')
  const daemon = createDaemon({
    binary,
    args: ['--config', paths.config],
    env: { ...process.env, PATH: [...new Set(dirs)].join(':') },
    endpoint: launched.endpoint,
    logFile,
    signal,
    onStart: async (ref) => void (await recordLaunch(stateDir, { ...launched, daemon: ref })),
  })
  await daemon.start()
  log(`containerd ${version.version} answers at ${launched.endpoint}`)
  return {
    kind: 'containerd',
    endpoint: launched.endpoint,
    version: version.version,
    handlers,
    refusedHandlers: refused,
    cni,
    notes,
    logFile,
    get pid() {
      return daemon.pid
    },
    running: daemon.running,
    ...controlOf(daemon),
    stop: () => tearDownRun(stateDir),
  }
}

function assertShim(dirs: readonly string[]): void {
  if (findExecutable(SHIM, dirs) !== undefined) return
  throw new CrivetError(
    'CRIVET_LAUNCH',
    `${SHIM} is neither beside containerd nor in ${dirs.join(':')}`,
    {
      hint: 'install it from the same release as containerd, into the same folder',
    },
  )
}
